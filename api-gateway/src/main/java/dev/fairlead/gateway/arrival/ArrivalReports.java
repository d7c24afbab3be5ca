package dev.fairlead.gateway.arrival;

import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.gateway.arrival.Arrived.Destination;
import dev.fairlead.gateway.dataplane.TotalReports;
import java.time.Duration;
import java.time.InstantSource;

/** Tells the traffic-service where requests arrived. */
final class ArrivalReports {

    static final Duration EVERY = Duration.ofSeconds(5);

    private ArrivalReports() {}

    static TotalReports<Destination> start(
            Arrived arrived, ArrivalApi traffic, String reporter, InstantSource clock, Duration every) {
        return new TotalReports<>(
                "arrivals",
                arrived::all,
                total -> new ArrivalSample(
                        total.counted().application(),
                        total.counted().dataCenter(),
                        reporter,
                        total.since(),
                        total.forMs(),
                        total.requests()),
                traffic::arrived,
                clock,
                every);
    }
}
