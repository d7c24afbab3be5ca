package dev.fairlead.gateway.builtin.edge;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.IpAddresses;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.builtin.edge.Counted.Asking;
import dev.fairlead.gateway.choice.Place;
import dev.fairlead.gateway.dataplane.TotalReports;
import dev.fairlead.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the edge tells of what it counted. */
class DemandReportsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final RoutingPlan SHOP = plan("shop", 1)
            .audience("german", List.of("DE"), List.of(), share("us-east", 10_000))
            .everyone(share("us-east", 10_000))
            .build();

    private final MutableClock clock = new MutableClock(START);
    private final Counted counted = new Counted(
            client -> client.getHostAddress().startsWith("192.") ? new Place("DE", "EU", 8) : Place.UNKNOWN);
    private final TrafficService traffic = new TrafficService();
    private final TotalReports<Asking> reports =
            DemandReports.start(counted, traffic, "gateway-1", clock, Duration.ofMillis(20));

    @AfterEach
    void close() {
        reports.close();
    }

    private void ask(String client) {
        counted.count(SHOP, IpAddresses.parse(client));
    }

    private static DemandSample sample(String audience, long forMs, long requests) {
        return new DemandSample(ApplicationName.of("shop"), audience, "gateway-1", START, forMs, requests);
    }

    @Test
    void tellsAllSinceTheBeginningOfWhoeverAskedForMore() {
        clock.advance(Duration.ofSeconds(2));
        ask("192.0.2.1");
        eventually(PATIENCE, () -> assertThat(traffic.told).containsExactly(sample("DE", 2_000, 1)));

        clock.advance(Duration.ofSeconds(2));
        ask("198.51.100.1");
        eventually(PATIENCE, () -> assertThat(traffic.told).hasSize(2).last().isEqualTo(sample("everyone", 4_000, 1)));

        clock.advance(Duration.ofSeconds(2));
        ask("192.0.2.2");
        eventually(PATIENCE, () -> assertThat(traffic.told).hasSize(3).last().isEqualTo(sample("DE", 6_000, 2)));
    }

    @Test
    void losesNothingWhileTheTrafficServiceIsAway() {
        traffic.away = true;
        clock.advance(Duration.ofSeconds(2));
        ask("192.0.2.1");
        eventually(PATIENCE, () -> assertThat(traffic.refused).isPositive());
        ask("192.0.2.1");
        traffic.away = false;

        eventually(
                PATIENCE,
                () -> assertThat(traffic.told)
                        .last()
                        .extracting(DemandSample::requests)
                        .isEqualTo(2L));
    }

    /** One that remembers what it was told, and can be away. */
    private static final class TrafficService implements DemandApi {

        private final List<DemandSample> told = new CopyOnWriteArrayList<>();
        private volatile boolean away;
        private volatile int refused;

        @Override
        public void demand(Listing<DemandSample> counted) {
            if (away) {
                refused = refused + 1;
                throw new IllegalStateException("away");
            }
            told.addAll(counted.items());
        }
    }
}
