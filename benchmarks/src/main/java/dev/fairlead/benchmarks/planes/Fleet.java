package dev.fairlead.benchmarks.planes;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The applications that a data plane serves, all alike and each in both data centers.
 *
 * @param endpointsEach of an application in each data center
 * @param port where all endpoints listen
 */
record Fleet(int applications, int endpointsEach, int port) {

    static final String ZONE = "push.test";
    static final int TTL_SECONDS = 5;

    private static final int ENDPOINTS_OF_AN_APPLICATION = 100;
    private static final int MOST_ADDRESSES = 1 << 16;
    private static final int SAMPLE = 16;
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    Fleet {
        if (applications < 1 || endpointsEach < 1 || applications * endpointsEach > MOST_ADDRESSES) {
            throw new IllegalArgumentException("between 1 and %d names or endpoints, not %d × %d"
                    .formatted(MOST_ADDRESSES, applications, endpointsEach));
        }
    }

    /** So many names, each of an application with one endpoint in each data center. */
    static Fleet ofNames(int names, int port) {
        return new Fleet(names, 1, port);
    }

    /** So many endpoints, up to a hundred to an application; one stands for one in each data center. */
    static Fleet ofEndpoints(int endpoints, int port) {
        int applications = Math.ceilDiv(endpoints, ENDPOINTS_OF_AN_APPLICATION);
        return new Fleet(applications, Math.max(1, endpoints / applications / 2), port);
    }

    static ApplicationName name(int application) {
        return ApplicationName.of("app-" + application);
    }

    static String host(int application) {
        return name(application) + "." + ZONE;
    }

    List<EndpointAddress> endpoints(int application, Side side) {
        return IntStream.range(application * endpointsEach, (application + 1) * endpointsEach)
                .mapToObj(endpoint -> new EndpointAddress(side.address(endpoint), port))
                .toList();
    }

    /** The decision that sends all users of an application to one data center. */
    RoutingPlan plan(int application, Side side, long epoch, Instant decided) {
        return new RoutingPlan(
                name(application),
                host(application),
                TTL_SECONDS,
                epoch,
                decided,
                null,
                List.of(new AudienceShares(
                        "everyone",
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Share(side.dataCenter(), Share.WHOLE)))),
                Arrays.stream(Side.values())
                        .map(each -> standing(application, each))
                        .toList(),
                null);
    }

    private Standing standing(int application, Side side) {
        return new Standing(
                side.dataCenter(),
                Standing.State.SERVING,
                ServingMode.READ_WRITE,
                endpoints(application, side),
                SINCE,
                "HEALTHY",
                "as the benchmark says",
                false);
    }

    /** Some applications, evenly spread, with the first and the last. */
    List<Integer> sample() {
        int count = Math.min(SAMPLE, applications);
        return IntStream.range(0, count)
                .mapToObj(i -> count == 1 ? 0 : (int) ((long) i * (applications - 1) / (count - 1)))
                .toList();
    }
}
