package dev.fairlead.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a change would come to, as an operator reads it before pressing. */
final class PreviewText {

    private PreviewText() {}

    static String of(JsonNode preview) {
        StringBuilder text = new StringBuilder();
        if (preview.path("changes").isEmpty()) {
            text.append("nobody's plan would change\n");
        }
        for (JsonNode change : preview.path("changes")) {
            text.append(line(change));
            dataCenters(change).forEach(dataCenter -> text.append(dataCenter(change, dataCenter)));
        }
        for (JsonNode primary : preview.path("primaries")) {
            text.append("the primary of %s %s: %s\n"
                    .formatted(
                            Json.cell(primary.path("database")),
                            primary.hasNonNull("to") ? "would go to " + Json.cell(primary.path("to")) : "would stay",
                            Json.cell(primary.path("reason"))));
        }
        for (JsonNode hit : preview.path("hits")) {
            text.append("breaks %s%s: %s\n"
                    .formatted(
                            Json.cell(hit.path("rule")),
                            hit.hasNonNull("application") ? " of " + Json.cell(hit.path("application")) : "",
                            Json.cell(hit.path("detail"))));
        }
        return text.append("plan hash %s\n".formatted(Json.cell(preview.path("planHash"))))
                .toString();
    }

    private static String line(JsonNode change) {
        String application = Json.cell(change.path("application"));
        if (!change.hasNonNull("before")) {
            return "%s would get its first plan\n".formatted(application);
        }
        if (!change.hasNonNull("after")) {
            return "%s would have no plan any more\n".formatted(application);
        }
        return "%s: %s %% of the users would move\n".formatted(application, Json.cell(change.path("movedPercent")));
    }

    private static Set<String> dataCenters(JsonNode change) {
        Set<String> names = new TreeSet<>();
        for (String side : List.of("before", "after")) {
            change.path(side).path("standings").forEach(standing -> names.add(Json.cell(standing.path("dataCenter"))));
        }
        return names;
    }

    private static String dataCenter(JsonNode change, String dataCenter) {
        List<String> before = facts(change.path("before"), dataCenter);
        List<String> after = facts(change.path("after"), dataCenter);
        return before.equals(after)
                ? "  %s stays %s\n".formatted(dataCenter, String.join(", ", after))
                : "  %s from %s to %s\n".formatted(dataCenter, String.join(", ", before), String.join(", ", after));
    }

    /** State, mode, share of everyone, load. */
    private static List<String> facts(JsonNode plan, String dataCenter) {
        List<String> facts = new ArrayList<>();
        for (JsonNode standing : plan.path("standings")) {
            if (Json.text(standing, "/dataCenter").equals(dataCenter)) {
                facts.add(Json.text(standing, "/state"));
                facts.add(Json.text(standing, "/mode"));
                facts.add(PlanText.share(plan, dataCenter) + " of everyone");
            }
        }
        for (JsonNode load : plan.path("loads")) {
            if (Json.text(load, "/dataCenter").equals(dataCenter)) {
                facts.add("%s of at most %s requests/s"
                        .formatted(Json.cell(load.path("perSecond")), Json.cell(load.path("limitPerSecond"))));
            }
        }
        return facts.isEmpty() ? List.of("nothing") : facts;
    }
}
