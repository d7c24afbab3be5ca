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

    /**
     * Orders it and gives back what to print.
     *
     * @param done what is so from then on, until when follows
     */
    String order(Api api, String kind, ObjectNode order, Terms terms, String done) {
        order.put("kind", kind).put("minutes", Durations.minutes(time));
        // an id of its own makes the order safe to repeat at the next address
        String id = kind + "-" + UUID.randomUUID().toString().substring(0, 8);
        JsonNode answer =
                api.put(terms.on(Api.path("/v1/overrides", id)), order, null).body();
        return terms.dryRun()
                ? PreviewText.of(answer)
                : "%s until %s (override %s)%n".formatted(done, Json.cell(answer.path("expiresAt")), id);
    }
}
