package dev.fairlead.gateway.evidence;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Tally;
import java.util.List;
import java.util.Optional;

/**
 * What is suspicious in what a data plane counted: an endpoint that it has ejected since, and one where half of all or more failed. Among
 * many requests a few always fail, and three of them would weigh as much as three probes.
 */
final class Suspicions {

    private static final long MOST = 1_000_000;

    private Suspicions() {}

    /** @param from the data plane */
    static List<PassiveEvidence> of(String from, List<Growth> growth) {
        return growth.stream().flatMap(one -> of(from, one).stream()).toList();
    }

    private static Optional<PassiveEvidence> of(String from, Growth growth) {
        Tally counted = growth.counted();
        EndpointAddress address = counted.endpoint();
        boolean fails = counted.failures() > 0 && counted.failures() * 2 >= counted.requests();
        if (address == null || !(fails || growth.ejectedSince())) {
            return Optional.empty();
        }
        String reason = "%s%d failed of %d requests"
                .formatted(growth.ejectedSince() ? "ejected; " : "", counted.failures(), counted.requests());
        return Optional.of(new PassiveEvidence(
                new Endpoint(counted.application(), counted.dataCenter(), address),
                from,
                (int) Math.clamp(counted.failures(), 1, MOST),
                reason));
    }
}
