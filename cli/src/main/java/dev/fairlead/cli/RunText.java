package dev.fairlead.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A run as an operator reads it: how it stands, and its steps. */
final class RunText {

    private static final Set<String> FAILED = Set.of("failed", "rolled-back", "aborted");
    private static final Set<String> ENDED_STEP = Set.of("done", "skipped", "undone");

    private RunText() {}

    static String of(JsonNode run) {
        String steps = Table.of(
                List.of(
                        Table.Column.of("STEP", "/sequence"),
                        Table.Column.of("NAME", "/name"),
                        Table.Column.of("TARGET", "/target"),
                        Table.Column.of("STATE", "/state"),
                        Table.Column.of("STARTED", "/startedAt"),
                        Table.Column.of("ENDED", "/endedAt"),
                        Table.Column.of("MESSAGE", "/message")),
                run.path("steps"));
        return "%s %s of %s is %s: %s%n%n%s"
                .formatted(
                        Json.cell(run.path("kind")),
                        Json.cell(run.path("id")),
                        Json.cell(run.path("subject")),
                        Json.cell(run.path("state")),
                        Json.cell(run.path("message")),
                        steps);
    }

    /** The steps that are behind it, of all. */
    static String step(JsonNode run) {
        JsonNode steps = run.path("steps");
        long ended = StreamSupport.stream(steps.spliterator(), false)
                .filter(step -> ENDED_STEP.contains(Json.text(step, "/state")))
                .count();
        return "%d/%d".formatted(ended, steps.size());
    }

    static boolean ended(JsonNode run) {
        return failed(run) || Json.text(run, "/state").equals("succeeded");
    }

    static boolean failed(JsonNode run) {
        return FAILED.contains(Json.text(run, "/state"));
    }
}
