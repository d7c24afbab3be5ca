package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.traffic.steering.Application;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The clock of a fleet is set an hour forward or back again and again while things happen to it. Whom time itself does not move, by
 * the end of an order or of a wait, is not moved. The seed stands in the name of the test.
 */
class ClockJumpTests {

    private static final Duration JUMP = Duration.ofHours(1);
    private static final int JUMPS = 40;

    @TestFactory
    List<DynamicTest> movesNobodyWhomTimeDoesNotMove() {
        long seed = Long.getLong("seed", System.nanoTime());
        return List.of(DynamicTest.dynamicTest("seed " + seed, () -> pass(seed)));
    }

    private static void pass(long seed) {
        RandomFleet fleet = new RandomFleet(seed);
        Invariants invariants = new Invariants(fleet, "seed " + seed);
        for (int i = 0; i < JUMPS; i++) {
            for (int j = 0; j < 3; j++) {
                fleet.happens();
                invariants.round();
                fleet.now = fleet.now.plus(Duration.ofSeconds(1 + fleet.random.nextInt(300)));
            }
            invariants.round();
            jump(fleet, invariants, fleet.random.nextBoolean(), "seed " + seed);
        }
    }

    private static void jump(RandomFleet fleet, Invariants invariants, boolean forward, String seed) {
        Map<ApplicationName, RoutingPlan> before = fleet.plans();
        Instant was = fleet.now;
        fleet.asked = was;
        fleet.now = forward ? was.plus(JUMP) : was.minus(JUMP);
        invariants.round();
        for (Application application : fleet.applications) {
            RoutingPlan plan = Objects.requireNonNull(before.get(application.name()));
            if (!timeMoves(application, before, fleet, was)) {
                assertThat(fleet.plan(application).audiences())
                        .as(
                                "%s, then %s, %s",
                                plan.standings(), fleet.plan(application).standings(), seed)
                        .isEqualTo(plan.audiences());
            }
        }
        fleet.asked = null;
        invariants.round();
    }

    /** It, or one that it depends on. */
    private static boolean timeMoves(
            Application application, Map<ApplicationName, RoutingPlan> before, RandomFleet fleet, Instant was) {
        List<ApplicationName> names = new ArrayList<>(application.spec().dependsOn());
        names.add(application.name());
        return fleet.applications.stream()
                .filter(one -> names.contains(one.name()))
                .anyMatch(one -> timeMoves(one, Objects.requireNonNull(before.get(one.name())), fleet, was));
    }

    /** By the end of an order or of a wait; and a pin to what is stale is obeyed when nobody can tell any more that it is. */
    private static boolean timeMoves(Application application, RoutingPlan plan, RandomFleet fleet, Instant was) {
        boolean ordered = fleet.overrides.stream()
                .anyMatch(override -> override.emptyAt() != null
                        || override.actsOn(application.name(), was) != override.actsOn(application.name(), fleet.now));
        boolean refused = fleet.overrides.stream()
                .anyMatch(override -> override.kind() == Kind.PIN
                        && override.actsOn(application.name(), fleet.now)
                        && fleet.isStale(application, override.where()));
        boolean auto = application.spec().steering().failback() == Failback.AUTO;
        boolean awaited = plan.standings().stream()
                .anyMatch(standing -> standing.ramp() != null || (auto && standing.state() == State.HELD));
        return ordered || refused || (awaited && fleet.now.isAfter(was));
    }
}
