package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.traffic.steering.Application;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A thousand verdicts of a fleet change in each second, for ten seconds, and are heard some at a time. The seed stands in the name of
 * the test.
 */
class VerdictStormTests {

    private static final Duration BETWEEN_CHANGES = Duration.ofMillis(1);
    private static final int CHANGES = 10_000;
    private static final int MOST_AT_ONCE = 50;

    @TestFactory
    List<DynamicTest> movesNobodyWronglyAndEndsWhereItBegan() {
        long seed = Long.getLong("seed", System.nanoTime());
        return List.of(DynamicTest.dynamicTest("seed " + seed, () -> new Storm(seed).pass()));
    }

    /** One storm. */
    private static final class Storm {

        private final String seed;
        private final RandomFleet fleet;
        private final Invariants invariants;
        private final List<Endpoint> endpoints;
        private final Map<ApplicationName, Integer> plans = new HashMap<>();
        private final Map<ApplicationName, Integer> heard = new HashMap<>();
        private final Map<ApplicationName, Set<DataCenterName>> left = new HashMap<>();

        Storm(long seed) {
            this.seed = "seed " + seed;
            this.fleet = new RandomFleet(seed);
            this.invariants = new Invariants(fleet, this.seed);
            this.endpoints = List.copyOf(fleet.truth.keySet());
        }

        void pass() {
            invariants.round();
            Map<ApplicationName, List<AudienceShares>> before = audiences();
            for (int changes = 0; changes < CHANGES; ) {
                int some = 1 + fleet.random.nextInt(MOST_AT_ONCE);
                hear(some);
                changes += some;
            }
            assertThat(plans.values().stream().mapToInt(Integer::intValue).sum())
                    .as("some were decided anew, %s", seed)
                    .isPositive();
            plans.forEach((application, count) -> assertThat(count)
                    .as("plans of %s, %s", application, seed)
                    .isLessThanOrEqualTo(heard.getOrDefault(application, 0)));
            calm();
            assertThat(audiences()).as(seed).isEqualTo(before);
        }

        /** One answer of the health-service in which some verdicts are others. */
        private void hear(int changes) {
            Set<ApplicationName> concerned = new HashSet<>();
            for (int i = 0; i < changes; i++) {
                Endpoint endpoint = endpoints.get(fleet.random.nextInt(endpoints.size()));
                fleet.truth.compute(endpoint, (same, was) -> was == Health.UP ? Health.DOWN : Health.UP);
                concerned.add(endpoint.application());
            }
            fleet.now = fleet.now.plus(BETWEEN_CHANGES.multipliedBy(changes));
            for (Application application : fleet.applications) { // in order of name, after what they depend on
                if (!Collections.disjoint(application.spec().dependsOn(), concerned)) {
                    concerned.add(application.name());
                }
            }
            concerned.forEach(application -> heard.merge(application, 1, Integer::sum));
            for (Decision decision : invariants.round().changed()) {
                assertThat(concerned)
                        .as("nobody else is decided anew, %s", seed)
                        .contains(decision.plan().application());
                plans.merge(decision.plan().application(), 1, Integer::sum);
            }
            fleet.applications.forEach(this::requireLeftForGood);
        }

        /** Whoever is held leaves a data center once, however often its endpoints change their mind. */
        private void requireLeftForGood(Application application) {
            boolean held = application.spec().steering().failback() == Failback.HOLD
                    && application.spec().dependsOn().isEmpty();
            Set<DataCenterName> gone = left.computeIfAbsent(application.name(), name -> new HashSet<>());
            RoutingPlan plan = fleet.plan(application);
            for (Standing standing : plan.standings()) {
                if (held && standing.state() == State.SERVING) {
                    assertThat(gone).as("%s, %s", plan, seed).doesNotContain(standing.dataCenter());
                } else {
                    gone.add(standing.dataCenter());
                }
            }
        }

        /** Everything is well again and released, and the last ramp has ended. */
        private void calm() {
            fleet.truth.replaceAll((endpoint, was) -> Health.UP);
            invariants.round();
            fleet.now = fleet.now.plusSeconds(1);
            RandomFleet.NAMES.forEach(fleet::release);
            Instant end = fleet.now.plus(Duration.ofHours(1));
            while (fleet.now.isBefore(end)) {
                fleet.now = fleet.now.plus(Duration.ofMinutes(6));
                invariants.round();
            }
        }

        private Map<ApplicationName, List<AudienceShares>> audiences() {
            Map<ApplicationName, List<AudienceShares>> audiences = new HashMap<>();
            fleet.plans().forEach((application, plan) -> audiences.put(application, plan.audiences()));
            return audiences;
        }
    }
}
