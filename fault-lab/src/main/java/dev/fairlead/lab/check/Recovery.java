package dev.fairlead.lab.check;

import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.demo.Region;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/** Whether all is as it was before anything was broken. */
public final class Recovery {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration SOON = Duration.ofSeconds(2);

    private final Lab lab;

    public Recovery(Lab lab) {
        this.lab = lab;
    }

    /** Waits until nothing is lacking any more; what still is after {@code longest}. */
    public Optional<String> await(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        Optional<String> lacking = lacking();
        while (lacking.isPresent()
                && System.nanoTime() < deadline
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL.toNanos());
            lacking = lacking();
        }
        return lacking;
    }

    private Optional<String> lacking() {
        if (!lab.database().whole()) {
            return Optional.of("the database has no leader that two standbys follow");
        }
        for (Region region : lab.controlPlane().regions()) {
            Optional<String> lacking = lacking(region);
            if (lacking.isPresent()) {
                return lacking;
            }
        }
        return Optional.empty();
    }

    private Optional<String> lacking(Region region) {
        try {
            for (URI probe : region.readiness()) {
                int status =
                        Http.send(Http.request(probe).timeout(PATIENCE).build()).statusCode();
                if (status != 200) {
                    return Optional.of("%s answers %d".formatted(probe, status));
                }
            }
            GatewayClient gateway = lab.gateway(region.name(), PATIENCE);
            for (JsonNode other : gateway.tree("/v1/regions").path("items")) {
                if (!other.path("fresh").asBoolean() || other.path("isolated").asBoolean() || differs(other)) {
                    return Optional.of("%s says of the regions: %s".formatted(region.name(), other));
                }
            }
            return gateway.plan(LabResources.STEADY).standings().stream()
                    .filter(standing -> standing.state() != Standing.State.SERVING)
                    .map(standing -> "%s says that %s is %s: %s"
                            .formatted(region.name(), standing.dataCenter(), standing.state(), standing.reason()))
                    .findFirst();
        } catch (IOException e) {
            return Optional.of("%s: %s".formatted(region.name(), e));
        }
    }

    /** While the operator writes, regions always differ for a moment. */
    private static boolean differs(JsonNode region) {
        String since = region.path("differsSince").asString("");
        return !since.isEmpty() && Instant.parse(since).plus(SOON).isBefore(Instant.now());
    }
}
