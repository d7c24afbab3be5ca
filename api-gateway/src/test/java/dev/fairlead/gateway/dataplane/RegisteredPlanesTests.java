package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import dev.fairlead.contracts.traffic.DataPlaneSpec.Mode;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.Source;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a gateway does about data planes that are registered, beside one that is configured. */
class RegisteredPlanesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration OFTEN = Duration.ofMillis(200);
    private static final String HERE = "us-east";

    @TempDir
    private Path directory;

    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final InMemoryKind kind = new InMemoryKind();
    private final InMemoryDataPlane configured = new InMemoryDataPlane("dns");
    private volatile List<RoutingPlan> decided = List.of(plan("web", 1).build());
    private volatile List<Resource<DataPlaneSpec>> told = List.of();
    private volatile boolean away;
    private Gateway gateway;

    @BeforeEach
    void start() {
        gateway = new Gateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void keepsTheRegisteredOnesOfItsRegionAtThePlansBesideThoseThatAreConfigured() {
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a"), registration("ns2", "us-west", Mode.PUSH, "a")));

        eventually(PATIENCE, () -> {
            assertThat(gateway.states()).isEqualTo(Map.of("dns", State.IN_SYNC, "ns1", State.IN_SYNC));
            assertThat(gateway.status("ns1").source()).isEqualTo(Source.REGISTERED);
            assertThat(gateway.status("dns").source()).isEqualTo(Source.CONFIGURED);
        });
        assertThat(kind.opened().getFirst().state()).isEqualTo(Map.of("web", 1L));
    }

    @Test
    void letsGoOfOneThatIsDeletedAndLeavesWhatItHolds() {
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a")));
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.IN_SYNC));
        register(List.of());

        eventually(PATIENCE, () -> assertThat(gateway.states()).containsOnlyKeys("dns"));
        InMemoryDataPlane gone = kind.opened().getFirst();
        assertThat(gone.calls()).endsWith("close");
        decide(plan("web", 2).build());
        eventually(PATIENCE, () -> assertThat(configured.state()).isEqualTo(Map.of("web", 2L)));
        assertThat(gone.calls()).endsWith("close");
        assertThat(gone.state()).isEqualTo(Map.of("web", 1L));
    }

    @Test
    void readsTheCountersOfARegisteredOneUntilItIsLetGo() {
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a")));
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.IN_SYNC));
        InMemoryDataPlane plane = kind.opened().getFirst();
        eventually(PATIENCE, () -> assertThat(plane.timesCounted()).isPositive());
        plane.setTallies(new Tally(ApplicationName.of("web"), DataCenterName.of("us-east"), null, 7, 0, false));
        eventually(PATIENCE, () -> {
            assertThat(gateway.status("ns1").observed()).isNotNull();
            assertThat(gateway.status("ns1").source()).isEqualTo(Source.REGISTERED);
        });

        register(List.of());
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsOnlyKeys("dns"));
        int last = plane.timesCounted();
        int before = configured.timesCounted();
        eventually(PATIENCE, () -> assertThat(configured.timesCounted()).isGreaterThan(before + 1));
        assertThat(plane.timesCounted()).isEqualTo(last);
    }

    @Test
    void opensOneAnewWhenItsSettingsChangeAndLeavesTheOthersOpen() {
        Resource<DataPlaneSpec> other = registration("ns2", HERE, Mode.PUSH, "a");
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a"), other));
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns2", State.IN_SYNC));
        register(List.of(registration("ns1", HERE, Mode.PUSH, "b"), other));

        eventually(PATIENCE, () -> assertThat(kind.opened()).hasSize(3));
        eventually(PATIENCE, () -> assertThat(kind.opened().get(2).state()).isEqualTo(Map.of("web", 1L)));
        assertThat(kind.opened()).extracting(InMemoryDataPlane::name).containsExactly("ns1", "ns2", "ns1");
        assertThat(kind.opened().get(0).calls()).endsWith("close");
        assertThat(kind.opened().get(1).calls()).doesNotContain("close");
    }

    @Test
    void changesNothingAtOneThatIsOnlyObserved() {
        register(List.of(registration("ns1", HERE, Mode.OBSERVE, "a")));

        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.DRIFTED));
        assertThat(kind.opened().getFirst().calls()).containsOnly("observe");
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a")));
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.IN_SYNC));
    }

    @Test
    void goesByTheConfigurationWhereANameIsRegisteredTooAndSaysSo() {
        register(List.of(registration("dns", HERE, Mode.PUSH, "a")));

        eventually(
                PATIENCE,
                () -> assertThat(gateway.loops.statuses())
                        .filteredOn(status -> status.name().equals("dns"))
                        .extracting(
                                DataPlaneStatus::source,
                                status -> status.standing().state())
                        .containsExactly(
                                tuple(Source.CONFIGURED, State.IN_SYNC), tuple(Source.REGISTERED, State.FAILING)));
        assertThat(gateway.loops.statuses().getLast().standing().reason()).contains("is configured");
        assertThat(kind.opened()).isEmpty();
    }

    @Test
    void showsWhyOneCannotBeOpenedAndTriesAgainWhileTheOthersObey() {
        kind.setFull(true);
        Resource<DataPlaneSpec> newer = new Resource<>(
                "DataPlane",
                new Resource.Metadata("new", 1L),
                new DataPlaneSpec("of-a-newer-version", RegionName.of(HERE), Mode.PUSH, Map.of()));
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a"), newer));

        eventually(PATIENCE, () -> {
            assertThat(gateway.status("ns1").standing().reason()).contains("there is no room");
            assertThat(gateway.status("new").standing().reason()).contains("of-a-newer-version");
            assertThat(gateway.states()).containsEntry("dns", State.IN_SYNC);
        });
        DataPlaneStatus refused = gateway.status("new");
        kind.setFull(false);
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.IN_SYNC));
        assertThat(gateway.status("new")).as("the same since it began").isEqualTo(refused);
    }

    @Test
    void goesOnAsRegisteredWhenTheTrafficServiceIsAwayAlsoAfterARestart() {
        register(List.of(registration("ns1", HERE, Mode.PUSH, "a")));
        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.IN_SYNC));
        eventually(
                PATIENCE,
                () -> assertThat(directory.resolve("data-planes.json"))
                        .content()
                        .contains("ns1"));
        away = true;
        gateway.close();
        gateway = new Gateway();

        eventually(PATIENCE, () -> assertThat(gateway.states()).containsEntry("ns1", State.IN_SYNC));
        assertThat(kind.opened()).hasSize(2);
        assertThat(kind.opened().getLast().state()).isEqualTo(Map.of("web", 1L));
    }

    private void register(List<Resource<DataPlaneSpec>> registrations) {
        told = registrations;
        bus.publish(new Event(Topic.DATA_PLANES.name(), "data-planes"));
    }

    private void decide(RoutingPlan plan) {
        decided = List.of(plan);
        bus.publish(new Event(Topic.PLANS.name(), "web"));
    }

    private static Resource<DataPlaneSpec> registration(String name, String region, Mode mode, String site) {
        return new Resource<>(
                "DataPlane",
                new Resource.Metadata(name, 1L),
                new DataPlaneSpec("in-memory", RegionName.of(region), mode, Map.of("site", site)));
    }

    /** From its state directory on. */
    private final class Gateway implements AutoCloseable {

        private final InstantSource clock = InstantSource.system();
        private final PlanTable plans = new PlanTable(
                new PlanSnapshot(directory, JsonMapper.shared()), bus, OFTEN, clock, () -> unlessAway(decided));
        private final Registrations registrations = new Registrations(
                RegionName.of(HERE),
                new RegistrationSnapshot(directory, JsonMapper.shared()),
                bus,
                OFTEN,
                clock,
                () -> unlessAway(told));
        private final DataPlaneLoops loops = new DataPlaneLoops(
                List.of(configured),
                new DataPlaneKinds(List.of(kind)),
                registrations,
                plans,
                plane -> Turns.ALWAYS,
                new DataPlaneProperties(directory, OFTEN, OFTEN, Set.of(), directory),
                clock,
                new SimpleMeterRegistry(),
                List.of(),
                DnsCorrection.NONE);

        Gateway() {
            loops.start();
        }

        DataPlaneStatus status(String name) {
            return loops.statuses().stream()
                    .filter(status -> status.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        Map<String, State> states() {
            return loops.statuses().stream()
                    .collect(Collectors.toMap(
                            DataPlaneStatus::name, status -> status.standing().state()));
        }

        @Override
        public void close() {
            loops.stop();
            registrations.close();
            plans.close();
        }
    }

    private <T> T unlessAway(T answer) {
        if (away) {
            throw new IllegalStateException("the traffic-service does not answer");
        }
        return answer;
    }
}
