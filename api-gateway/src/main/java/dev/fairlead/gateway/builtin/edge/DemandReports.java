package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.gateway.builtin.edge.Counted.Asking;
import dev.fairlead.gateway.dataplane.TotalReports;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the traffic-service what the edge counted. */
final class DemandReports implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(2);

    private final TotalReports<Asking> reports;

    DemandReports(Counted counted, DemandApi traffic, String reporter, InstantSource clock, Duration every) {
        this.reports = new TotalReports<>(
                "demand",
                counted::all,
                totals -> traffic.demand(new Listing<>(totals.stream()
                        .map(total -> new DemandSample(
                                total.counted().application(),
                                total.counted().audience(),
                                reporter,
                                total.since(),
                                total.forMs(),
                                total.requests()))
                        .toList())),
                clock,
                every);
    }

    @Override
    public void close() {
        reports.close();
    }
}
