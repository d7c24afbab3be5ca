package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Runs and rollouts as an operator reads them: how they stand, and their steps. */
final class RunText {

    private static final Set<String> FAILED = Set.of("failed", "rolled-back", "aborted");
    private static final Set<String> ENDED_STEP = Set.of("done", "skipped", "undone");

    private RunText() {}

    /** How a rollout stands, and what it asks. */
    static String summary(JsonNode rollout) {
        String what = "rollout %s of %s %s"
                .formatted(
                        Json.cell(rollout.path("id")),
                        Json.cell(rollout.path("application")),
                        Json.cell(rollout.path("version")));
        return what + standing(rollout);
    }

    private static String standing(JsonNode run) {
        String standing = " is %s: %s%n".formatted(Json.cell(run.path("state")), Json.cell(run.path("message")));
        JsonNode question = run.path("question");
        return question.isObject()
                ? "%squestion %s: %s%n"
                        .formatted(standing, Json.cell(question.path("number")), Json.cell(question.path("text")))
                : standing;
    }

    /** A run of any kind. */
    static String of(JsonNode run) {
        String what = "%s %s (%s)"
                .formatted(Json.cell(run.path("kind")), Json.cell(run.path("id")), Json.cell(run.path("reason")));
        return withSteps(what + standing(run), run);
    }

    /** A rollout, whose steps stand under the data centers of its waves. */
    static String ofRollout(JsonNode rollout) {
        return withSteps(summary(rollout), rollout);
    }

    private static String withSteps(String summary, JsonNode run) {
        return "%s%n%s"
                .formatted(
                        summary,
                        Table.of(
                                List.of(
                                        Table.Column.of("STEP", "/sequence"),
                                        Table.Column.of("NAME", "/name"),
                                        Table.Column.of("TARGET", "/target"),
                                        Table.Column.of("STATE", "/state"),
                                        Table.Column.of("STARTED", "/startedAt"),
                                        Table.Column.of("ENDED", "/endedAt"),
                                        new Table.Column("USUAL", RunText::usual),
                                        Table.Column.of("MESSAGE", "/message")),
                                steps(run)));
    }

    /** Within what time three of four such steps were done before, and whether this one takes far longer. */
    private static String usual(JsonNode step) {
        if (!step.hasNonNull("usualMs")) {
            return "-";
        }
        String usual = String.format(Locale.ROOT, "%.1fs", step.path("usualMs").asLong() / 1000.0);
        return step.path("slow").asBoolean(false) ? usual + " SLOW" : usual;
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
