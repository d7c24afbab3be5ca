package dev.fairlead.gateway.arrival;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.gateway.arrival.Arrived.Destination;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the traffic-service where requests arrived: all since the beginning, of each destination that got more since the last report,
 * so that a report that is lost, or arrives twice or late, does no harm.
 */
final class ArrivalReports implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);

    /** As many as the traffic-service takes at once. */
    private static final int MOST = 10_000;

    private final Arrived arrived;
    private final ArrivalApi traffic;
    private final String reporter;
    private final InstantSource clock;
    private final Instant since;
    private final Map<Destination, Long> told = new HashMap<>();
    private final Loop loop;

    ArrivalReports(Arrived arrived, ArrivalApi traffic, String reporter, InstantSource clock, Duration every) {
        this.arrived = arrived;
        this.traffic = traffic;
        this.reporter = reporter;
        this.clock = clock;
        this.since = clock.instant();
        this.loop = Loop.start("arrivals", every, this::report);
    }

    private Pass report() {
        List<Map.Entry<Destination, Long>> news = arrived.all().entrySet().stream()
                .filter(count -> count.getValue() > told.getOrDefault(count.getKey(), 0L))
                .toList();
        long forMs = Math.max(1, Duration.between(since, clock.instant()).toMillis());
        for (int from = 0; from < news.size(); from += MOST) {
            List<Map.Entry<Destination, Long>> some = news.subList(from, Math.min(from + MOST, news.size()));
            traffic.arrived(new Listing<>(some.stream()
                    .map(count -> new ArrivalSample(
                            count.getKey().application(),
                            count.getKey().dataCenter(),
                            reporter,
                            since,
                            forMs,
                            count.getValue()))
                    .toList()));
            some.forEach(count -> told.put(count.getKey(), count.getValue()));
        }
        return new Pass.Settled();
    }

    @Override
    public void close() {
        loop.close();
    }
}
