package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.bus.InMemoryEventBus;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataPlaneLoopsTests {

    @Test
    void refusesTwoDataPlanesWithOneName() {
        InstantSource clock = InstantSource.system();
        Duration every = Duration.ofSeconds(5);
        try (PlanTable plans = new PlanTable(null, new InMemoryEventBus(), every, clock, List::of)) {
            assertThatThrownBy(() -> new DataPlaneLoops(
                            List.of(new InMemoryDataPlane("dns"), new InMemoryDataPlane("dns")),
                            plans,
                            plane -> Turns.ALWAYS,
                            new DataPlaneProperties(null, every, every, Set.of()),
                            clock,
                            new SimpleMeterRegistry(),
                            List.of(),
                            DnsCorrection.NONE))
                    .hasMessageContaining("two data planes are called dns");
        }
    }

    @Test
    void refusesToObserveWhatIsNotThere() {
        InstantSource clock = InstantSource.system();
        Duration every = Duration.ofSeconds(5);
        try (PlanTable plans = new PlanTable(null, new InMemoryEventBus(), every, clock, List::of)) {
            assertThatThrownBy(() -> new DataPlaneLoops(
                            List.of(new InMemoryDataPlane("dns")),
                            plans,
                            plane -> Turns.ALWAYS,
                            new DataPlaneProperties(null, every, every, Set.of("dsn")),
                            clock,
                            new SimpleMeterRegistry(),
                            List.of(),
                            DnsCorrection.NONE))
                    .hasMessageContaining("observe-only names dsn");
        }
    }
}
