package dev.fairlead.cli;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Verdicts with what operators ordered beside them: as long as it is in force, their word counts in place of what was probed. */
final class OrderedVerdicts {

    /** As the traffic-service ranks them: the application's own before one for all, then the newest. */
    private static final Comparator<JsonNode> RANK = Comparator.comparing(
                    (JsonNode override) -> !override.hasNonNull("application"))
            .thenComparing(override -> Instant.parse(Json.text(override, "/createdAt")), Comparator.reverseOrder())
            .thenComparing(override -> Json.text(override, "/id"));

    private static final String NOT_TOLD = "?";

    private OrderedVerdicts() {}

    /** Verdicts are wanted most when something is away: then it is only not known what was ordered. */
    static List<JsonNode> of(Api api, List<JsonNode> verdicts) {
        try {
            return of(verdicts, Json.flat(api.get("/v1/overrides").path("items")));
        } catch (Failure e) {
            return verdicts.stream().map(verdict -> with(verdict, NOT_TOLD)).toList();
        }
    }

    /** @param overrides of any kind, all of them in force */
    static List<JsonNode> of(List<JsonNode> verdicts, List<JsonNode> overrides) {
        List<JsonNode> orders = overrides.stream()
                .filter(override -> Json.text(override, "/kind").startsWith("treat-as-"))
                .sorted(RANK)
                .toList();
        return verdicts.stream().map(verdict -> ordered(verdict, orders)).toList();
    }

    private static JsonNode ordered(JsonNode verdict, List<JsonNode> orders) {
        return orders.stream()
                .filter(order -> concerns(order, verdict))
                .findFirst()
                .map(order -> with(verdict, Json.text(order, "/kind") + ":" + Json.text(order, "/id")))
                .orElse(verdict);
    }

    private static boolean concerns(JsonNode order, JsonNode verdict) {
        String application = Json.text(order, "/application");
        return Json.text(order, "/dataCenter").equals(Json.text(verdict, "/endpoint/dataCenter"))
                && (application.isEmpty() || application.equals(Json.text(verdict, "/endpoint/application")));
    }

    private static JsonNode with(JsonNode verdict, String order) {
        ObjectNode told = Json.MAPPER.createObjectNode();
        verdict.properties().forEach(property -> told.set(property.getKey(), property.getValue()));
        return told.put("order", order);
    }
}
