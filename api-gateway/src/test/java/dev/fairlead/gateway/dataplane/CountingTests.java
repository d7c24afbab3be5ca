package dev.fairlead.gateway.dataplane;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.gateway.dataplane.DataPlaneStatus.State;
import dev.fairlead.gateway.dataplane.ObservedTraffic.ObservedShare;
import dev.fairlead.gateway.dataplane.ObservedTraffic.Requests;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountingTests {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofMillis(20);

    private final InstantSource clock = InstantSource.system();
    private final InMemoryDataPlane plane = new InMemoryDataPlane("one");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Growth> told = new CopyOnWriteArrayList<>();
    private volatile Turn turn = new Turn.Own(null);
    private final PlanTable plans = new PlanTable(
            null,
            new InMemoryEventBus(),
            Duration.ofSeconds(30),
            clock,
            () -> List.of(plan("shop", 1).everyone(share("us-east", 10_000)).build()));
    private final Registrations registrations = new Registrations(
            RegionName.of("us-east"), null, new InMemoryEventBus(), Duration.ofSeconds(30), clock, List::of);
    private final DataPlaneLoops loops = loops(Set.of());

    private DataPlaneLoops loops(Set<String> observeOnly) {
        return new DataPlaneLoops(
                List.of(plane),
                new DataPlaneKinds(List.of()),
                registrations,
                plans,
                any -> turns(),
                new DataPlaneProperties(null, EVERY, EVERY, observeOnly, Path.of("credentials")),
                clock,
                meters,
                List.of((from, look) -> look.growth().stream()
                        .filter(growth -> growth.counted().requests() > 0)
                        .forEach(told::add)),
                DnsCorrection.NONE);
    }

    private Turns turns() {
        return new Turns() {
            @Override
            public Turn now() {
                return turn;
            }

            @Override
            public void onChange(Runnable listener) {}

            @Override
            public void overtaken(Pusher by) {}

            @Override
            public void close() {}
        };
    }

    @AfterEach
    void stop() {
        loops.stop();
        registrations.close();
        plans.close();
    }

    private static Tally east(long requests, long failures) {
        return new Tally(ApplicationName.of("shop"), DataCenterName.of("us-east"), null, requests, failures, false);
    }

    private DataPlaneStatus status() {
        return loops.statuses().getFirst();
    }

    private void counts(Tally... tallies) {
        int before = plane.timesCounted();
        plane.setTallies(tallies);
        eventually(PATIENCE, () -> assertThat(plane.timesCounted()).isGreaterThan(before + 1));
    }

    @Test
    void tellsDifferencesOnlyAlsoWhenTheServerIsRestarted() {
        plane.setTallies(east(1_000, 10));
        loops.start();
        counts(east(1_000, 10));
        counts(east(1_007, 11));
        counts(east(4, 1));
        counts(east(4, 1));

        assertThat(told).extracting(Growth::counted).containsExactly(east(7, 1), east(4, 1));
        assertThat(status().observed())
                .isNotNull()
                .satisfies(observed -> assertThat(observed.shares())
                        .containsExactly(new ObservedShare(
                                ApplicationName.of("shop"),
                                DataCenterName.of("us-east"),
                                10_000,
                                new Requests(11, 2, 0))));
        assertThat(meters.get("fairlead.dataplane.requests")
                        .tags("plane", "one", "application", "shop", "data_center", "us-east")
                        .counter()
                        .count())
                .isEqualTo(11);
        assertThat(meters.get("fairlead.dataplane.failures").counter().count()).isEqualTo(2);
    }

    @Test
    void thatItCannotBeReadIsRemarkedAndNothingOfItIsLost() {
        plane.setTallies(east(1, 0));
        loops.start();
        eventually(PATIENCE, () -> assertThat(status().standing().state()).isEqualTo(State.IN_SYNC));
        counts(east(1, 0));

        plane.setUncountable(true);
        eventually(
                PATIENCE,
                () -> assertThat(status().standing().reason())
                        .isEqualTo("it answers as decided; what it counts cannot be read: no counters today"));
        assertThat(status().standing().state()).isEqualTo(State.IN_SYNC);
        assertThat(status().counts().retries()).isZero();

        plane.setTallies(east(9, 0));
        plane.setUncountable(false);
        eventually(PATIENCE, () -> assertThat(told).extracting(Growth::counted).containsExactly(east(8, 0)));
        eventually(PATIENCE, () -> assertThat(status().standing().reason()).isEqualTo("it answers as decided"));
    }

    @Test
    void tellsNobodyWhileAnotherGatewayPushesAndShowsItAllTheSame() {
        turn = new Turn.Anothers("pushed by another");
        plane.setTallies(east(1, 0));
        loops.start();
        counts(east(1, 0));
        counts(east(5, 0));

        assertThat(told).isEmpty();
        assertThat(status().observed()).isNotNull();

        turn = new Turn.Own(null);
        counts(east(6, 0));
        assertThat(told).extracting(Growth::counted).containsExactly(east(1, 0));
    }

    @Test
    void tellsOfOneThatIsOnlyObservedUnlessEachOfSeveralGatewaysWould() {
        observe();
        assertThat(told).extracting(Growth::counted).containsExactly(east(4, 0));

        plane.reachedBySeveral();
        told.clear();
        observe();
        assertThat(told).isEmpty();
    }

    private void observe() {
        DataPlaneLoops observing = loops(Set.of("one"));
        plane.setTallies(east(1, 0));
        observing.start();
        try {
            counts(east(1, 0));
            counts(east(5, 0));
        } finally {
            observing.stop();
        }
    }

    @Test
    void showsNothingOfOneThatDoesNotTell() {
        loops.start();
        counts();
        assertThat(status().observed()).isNull();
    }
}
