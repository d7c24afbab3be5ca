package dev.fairlead.benchmarks;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import dev.fairlead.postgres.FreePorts;
import java.util.List;
import java.util.stream.IntStream;

/** What the benchmarks probe. */
final class Addresses {

    /** The default: HTTP, once a second. */
    static final HealthCheck CHECK = HealthCheck.defaults();

    private static final String HOST = "bench.example.com";

    private Addresses() {}

    /**
     * One port of as many loopback addresses: each has all local ports for the connections to it, and none of them is one
     * that connections to elsewhere start from.
     */
    static List<EndpointAddress> onLoopback(int count) {
        if (count < 1 || count > 1 << 16) {
            throw new IllegalArgumentException("between 1 and 65536 endpoints, not " + count);
        }
        int port = FreePorts.next();
        return IntStream.range(0, count)
                .mapToObj(i -> new EndpointAddress("127.77.%d.%d".formatted(i >> 8, i & 0xff), port))
                .toList();
    }

    /** Probed by the default check. */
    static List<Target> targets(List<EndpointAddress> addresses) {
        return addresses.stream()
                .map(address -> new Target(
                        new Endpoint(ApplicationName.of("bench"), DataCenterName.of("bench"), address),
                        HOST,
                        CHECK,
                        RegionName.of("bench")))
                .toList();
    }
}
