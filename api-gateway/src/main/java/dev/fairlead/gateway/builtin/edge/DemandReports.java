package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.gateway.builtin.edge.Counted.Asking;
import dev.fairlead.gateway.dataplane.TotalReports;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the traffic-service what the edge counted. */
final class DemandReports {

    static final Duration EVERY = Duration.ofSeconds(2);

    private DemandReports() {}

    static TotalReports<Asking> start(
            Counted counted, DemandApi traffic, String reporter, InstantSource clock, Duration every) {
        return new TotalReports<>(
                "demand",
                counted::all,
                total -> new DemandSample(
                        total.counted().application(),
                        total.counted().audience(),
                        reporter,
                        total.since(),
                        total.forMs(),
                        total.requests()),
                traffic::demand,
                clock,
                every);
    }
}
