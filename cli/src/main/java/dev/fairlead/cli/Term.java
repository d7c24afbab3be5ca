package dev.fairlead.cli;

import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** For how long an override acts. */
final class Term {

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long, up to 72h; 60m unless given.")
    private Duration time = Duration.ofMinutes(60);

    /** Orders it and gives back what to print of it: until when, and its id. */
    String order(Api api, String kind, ObjectNode order) {
        // the server counts in minutes: half a minute more is safer than half a minute less
        order.put("kind", kind).put("minutes", time.plusSeconds(59).toMinutes());
        // an id of its own makes the order safe to repeat at the next address
        String id = kind + "-" + UUID.randomUUID().toString().substring(0, 8);
        JsonNode override = api.put(Api.path("/v1/overrides", id), order, null).body();
        return "until %s (override %s)".formatted(Json.cell(override.path("expiresAt")), id);
    }
}
