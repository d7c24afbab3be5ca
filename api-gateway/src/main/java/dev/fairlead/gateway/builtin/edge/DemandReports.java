package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.gateway.builtin.edge.Counted.Asking;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the traffic-service what the edge counted: all since the beginning, of whoever asked for more since the last report, so
 * that a report that is lost, or arrives twice or late, does no harm.
 */
final class DemandReports implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(2);

    /** As many as the traffic-service takes at once. */
    private static final int MOST = 10_000;

    private final Counted counted;
    private final DemandApi traffic;
    private final String reporter;
    private final InstantSource clock;
    private final Instant since;
    private final Map<Asking, Long> told = new HashMap<>();
    private final Loop loop;

    DemandReports(Counted counted, DemandApi traffic, String reporter, InstantSource clock, Duration every) {
        this.counted = counted;
        this.traffic = traffic;
        this.reporter = reporter;
        this.clock = clock;
        this.since = clock.instant();
        this.loop = Loop.start("demand", every, this::report);
    }

    private Pass report() {
        List<Map.Entry<Asking, Long>> news = counted.all().entrySet().stream()
                .filter(count -> !count.getValue().equals(told.get(count.getKey())))
                .toList();
        long forMs = Math.max(1, Duration.between(since, clock.instant()).toMillis());
        for (int from = 0; from < news.size(); from += MOST) {
            List<Map.Entry<Asking, Long>> some = news.subList(from, Math.min(from + MOST, news.size()));
            traffic.demand(new Listing<>(some.stream()
                    .map(count -> new DemandSample(
                            count.getKey().application(),
                            count.getKey().audience(),
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
