package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.RegionName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataPlaneLoopsTests {

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

    private static void loops(Set<String> observeOnly, InMemoryDataPlane... planes) {
        InstantSource clock = InstantSource.system();
        Duration every = Duration.ofSeconds(5);
        InMemoryEventBus bus = new InMemoryEventBus();
        try (PlanTable plans = new PlanTable(null, bus, every, clock, List::of);
                Registrations registrations =
                        new Registrations(RegionName.of("us-east"), null, bus, every, clock, List::of)) {
            new DataPlaneLoops(
                    List.of(planes),
                    new DataPlaneKinds(List.of()),
                    registrations,
                    plans,
                    plane -> Turns.ALWAYS,
                    new DataPlaneProperties(null, every, every, observeOnly, Path.of("credentials")),
                    clock,
                    new SimpleMeterRegistry(),
                    List.of(),
                    DnsCorrection.NONE);
        }
    }
}
