package dev.fairlead.gateway.arrival;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ArrivalSample;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.gateway.NamedDataPlane;
import dev.fairlead.gateway.arrival.Arrived.Destination;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.Tally;
import dev.fairlead.gateway.dataplane.TotalReports;
import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;

/** What a gateway tells of where requests arrived. */
class ArrivalReportsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(START);
    private final Arrived arrived = new Arrived();
    private final TrafficService traffic = new TrafficService();
    private final TotalReports<Destination> reports =
            ArrivalReports.start(arrived, traffic, "gateway-1", clock, Duration.ofMillis(20));

    @AfterEach
    void close() {
        reports.close();
    }

    private void served(String dataCenter, long more) {
        Tally counted = new Tally(ApplicationName.of("shop"), DataCenterName.of(dataCenter), null, more, 0, false);
        arrived.looked(
                new NamedDataPlane("haproxy", "lb1", Clientele.ANYWHERE),
                new Look(START, clock.instant(), List.of(new Growth(counted, false))));
    }

    private static ArrivalSample sample(String dataCenter, long forMs, long requests) {
        return new ArrivalSample(
                ApplicationName.of("shop"), DataCenterName.of(dataCenter), "gateway-1", START, forMs, requests);
    }

    @Test
    void tellsAllSinceTheBeginningOfWhereMoreArrived() {
        served("us-west", 0);
        clock.advance(Duration.ofSeconds(2));
        served("us-east", 30);
        eventually(PATIENCE, () -> assertThat(traffic.told).containsExactly(sample("us-east", 2_000, 30)));

        clock.advance(Duration.ofSeconds(2));
        served("us-west", 7);
        eventually(PATIENCE, () -> assertThat(traffic.told).hasSize(2).last().isEqualTo(sample("us-west", 4_000, 7)));

        clock.advance(Duration.ofSeconds(2));
        served("us-east", 10);
        eventually(PATIENCE, () -> assertThat(traffic.told).hasSize(3).last().isEqualTo(sample("us-east", 6_000, 40)));
    }

    @Test
    void losesNothingWhileTheTrafficServiceIsAway() {
        traffic.away = true;
        clock.advance(Duration.ofSeconds(2));
        served("us-east", 10);
        eventually(PATIENCE, () -> assertThat(traffic.refused).isPositive());
        served("us-east", 10);
        traffic.away = false;

        eventually(
                PATIENCE,
                () -> assertThat(traffic.told)
                        .last()
                        .extracting(ArrivalSample::requests)
                        .isEqualTo(20L));
    }

    /** One that remembers what it was told, and can be away. */
    private static final class TrafficService implements ArrivalApi {

        private final List<ArrivalSample> told = new CopyOnWriteArrayList<>();
        private volatile boolean away;
        private volatile int refused;

        @Override
        public void arrived(Listing<ArrivalSample> counted) {
            if (away) {
                refused = refused + 1;
                throw new IllegalStateException("away");
            }
            told.addAll(counted.items());
        }

        @Override
        public ResponseEntity<Listing<ObservedShare>> shares(@Nullable String known) {
            throw new IllegalStateException("nobody asks");
        }
    }
}
