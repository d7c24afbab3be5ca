package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.testing.MutableClock;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataPlaneLoopsTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private final MutableClock clock = new MutableClock(T0);
    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile List<RoutingPlan> said =
            List.of(plan("web", 1).decidedAt(T0.minusSeconds(60), null).build());
    private final PlanTable plans = new PlanTable(null, bus, EVERY, clock, () -> said);
    private final Registrations registrations =
            new Registrations(RegionName.of("us-east"), null, bus, EVERY, clock, List::of);

    @AfterEach
    void close() {
        registrations.close();
        plans.close();
    }

    @Test
    void refusesTwoDataPlanesWithOneName() {
        assertThatThrownBy(() -> loops(Set.of(), new InMemoryDataPlane("dns"), new InMemoryDataPlane("dns")))
                .hasMessageContaining("two data planes are called dns");
    }

    @Test
    void refusesToObserveWhatIsNotThere() {
        assertThatThrownBy(() -> loops(Set.of("dsn"), new InMemoryDataPlane("dns")))
                .hasMessageContaining("observe-only names dsn");
    }

    @Test
    void measuresOfEachDataPlaneHowLongAPlanTookUntilItWasSeenToBeObeyed() {
        InMemoryDataPlane dns = new InMemoryDataPlane("dns");
        InMemoryDataPlane deaf = new InMemoryDataPlane("deaf");
        DataPlaneLoops loops = loops(Set.of(), dns, deaf);
        loops.start();
        try {
            eventually(PATIENCE, () -> {
                assertThat(dns.state()).isEqualTo(Map.of("web", 1L));
                assertThat(deaf.state()).isEqualTo(Map.of("web", 1L));
            });
            deaf.setDeaf(true);
            clock.advance(Duration.ofSeconds(3));
            said = List.of(plan("web", 2).decidedAt(T0.plusSeconds(1), null).build());
            bus.publish(new Event(Topic.PLANS.name(), "web"));

            eventually(PATIENCE, () -> assertThat(obeyed("dns").count()).isEqualTo(1));
            assertThat(obeyed("dns").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2_000);
            assertThat(obeyed("deaf").count()).isZero();
        } finally {
            loops.stop();
        }
    }

    private Timer obeyed(String plane) {
        return meters.get("fairlead.dataplane.obeyed").tag("plane", plane).timer();
    }

    private DataPlaneLoops loops(Set<String> observeOnly, InMemoryDataPlane... planes) {
        return new DataPlaneLoops(
                List.of(planes),
                new DataPlaneKinds(List.of()),
                registrations,
                plans,
                plane -> Turns.ALWAYS,
                new DataPlaneProperties(null, EVERY, EVERY, observeOnly, Path.of("credentials")),
                clock,
                meters,
                List.of(),
                DnsCorrection.NONE);
    }
}
