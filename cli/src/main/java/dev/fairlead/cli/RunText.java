package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Runs and rollouts as an operator reads them: how they stand, and their steps. */
final class RunText {

    private static final Set<String> FAILED = Set.of("failed", "rolled-back", "aborted");
    private static final Set<String> ENDED_STEP = Set.of("done", "skipped", "undone");

    private RunText() {}

    /** How a rollout stands, and what it asks. */
    static String summary(JsonNode rollout) {
        String summary = "rollout %s of %s %s is %s: %s%n"
                .formatted(
                        Json.cell(rollout.path("id")),
                        Json.cell(rollout.path("application")),
                        Json.cell(rollout.path("version")),
                        Json.cell(rollout.path("state")),
                        Json.cell(rollout.path("message")));
        JsonNode question = rollout.path("question");
        return question.isObject()
                ? "%squestion %s: %s%n"
                        .formatted(summary, Json.cell(question.path("number")), Json.cell(question.path("text")))
                : summary;
    }

    /** A rollout, whose steps stand under the data centers of its waves. */
    static String ofRollout(JsonNode rollout) {
        return "%s%n%s"
                .formatted(
                        summary(rollout),
                        Table.of(
                                List.of(
                                        Table.Column.of("STEP", "/sequence"),
                                        Table.Column.of("NAME", "/name"),
                                        Table.Column.of("TARGET", "/target"),
                                        Table.Column.of("STATE", "/state"),
                                        Table.Column.of("STARTED", "/startedAt"),
                                        Table.Column.of("ENDED", "/endedAt"),
                                        Table.Column.of("MESSAGE", "/message")),
                                steps(rollout)));
    }

    /** The steps that are behind it, of all. */
    static String progress(JsonNode run) {
        List<JsonNode> steps = steps(run);
        long ended = steps.stream()
                .filter(step -> ENDED_STEP.contains(Json.text(step, "/state")))
                .count();
        return "%d/%d".formatted(ended, steps.size());
    }

    private static List<JsonNode> steps(JsonNode run) {
        List<JsonNode> steps = new ArrayList<>(Json.flat(run.path("steps")));
        for (JsonNode wave : run.path("waves")) {
            wave.path("dataCenters").forEach(dataCenter -> steps.addAll(Json.flat(dataCenter.path("steps"))));
        }
        steps.sort(Comparator.comparingInt(step -> step.path("sequence").asInt(0)));
        return steps;
    }

    static boolean ended(JsonNode run) {
        return failed(run) || Json.text(run, "/state").equals("succeeded");
    }

    static boolean failed(JsonNode run) {
        return FAILED.contains(Json.text(run, "/state"));
    }
}
