package dev.fairlead.gateway.arrival;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.gateway.arrival.Arrived.Destination;
import dev.fairlead.gateway.dataplane.TotalReports;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the traffic-service where requests arrived. */
final class ArrivalReports implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);

    private final TotalReports<Destination> reports;

    ArrivalReports(Arrived arrived, ArrivalApi traffic, String reporter, InstantSource clock, Duration every) {
        this.reports = new TotalReports<>(
                "arrivals",
                arrived::all,
                totals -> traffic.arrived(new Listing<>(totals.stream()
                        .map(total -> new ArrivalSample(
                                total.counted().application(),
                                total.counted().dataCenter(),
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
