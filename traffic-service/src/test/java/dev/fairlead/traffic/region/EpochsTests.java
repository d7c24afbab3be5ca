package dev.fairlead.traffic.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochsTests {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static RoutingPlan plan(String application, long epoch, String host) {
        return new RoutingPlan(ApplicationName.of(application), host, 5, epoch, NOW, null, List.of(), List.of(), null);
    }

    private static Map<ApplicationName, RoutingPlan> plans(RoutingPlan... all) {
        Map<ApplicationName, RoutingPlan> plans = new HashMap<>();
        for (RoutingPlan plan : all) {
            plans.put(plan.application(), plan);
        }
        return plans;
    }

    private static final Told.ToldIntent NO_INTENT = new Told.ToldIntent(0, () -> {
        throw new AssertionError("nobody needs it");
    });

    private static PlanDigests digests(Map<ApplicationName, RoutingPlan> plans) {
        return PlanDigests.of(plans, PlanDigests.NONE);
    }

    private static Map<ApplicationName, RoutingPlan> joined(
            Map<ApplicationName, RoutingPlan> own, List<Map<ApplicationName, RoutingPlan>> others) {
        return Epochs.joined(
                own,
                digests(own),
                others.stream()
                        .map(plans -> new Told(false, plans, digests(plans), "1", NO_INTENT))
                        .toList());
    }

    @Test
    void takesTheHigherEpochOfTheSameDecisionOnly() {
        Map<ApplicationName, RoutingPlan> own = plans(plan("shop", 5, "a.example"), plan("news", 5, "b.example"));
        Map<ApplicationName, RoutingPlan> other =
                plans(plan("shop", 9, "a.example"), plan("news", 9, "other.example"), plan("wiki", 9, "c.example"));

        assertThat(joined(own, List.of(other)))
                .isEqualTo(plans(plan("shop", 9, "a.example"), plan("news", 5, "b.example")));
        assertThat(joined(own, List.of(plans(plan("shop", 4, "a.example"))))).isSameAs(own);
    }

    @Test
    void tellsNothingUnderAnEpochFromBeforeTheStart() {
        long start = NOW.toEpochMilli();
        Map<ApplicationName, RoutingPlan> remembered =
                plans(plan("shop", start - 1, "a.example"), plan("news", start + 7, "b.example"));

        Map<ApplicationName, RoutingPlan> told = Epochs.notBefore(NOW, remembered);

        assertThat(told).isEqualTo(plans(plan("shop", start, "a.example"), plan("news", start + 7, "b.example")));
        assertThat(Epochs.notBefore(NOW, told)).isSameAs(told);
    }

    @Test
    void replicasThatDecideTheSameComeToTheSameEpochsInAnyOrder() {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<Map<ApplicationName, RoutingPlan>> replicas = new ArrayList<>(IntStream.range(0, 3)
                .mapToObj(i -> plans(
                        plan("shop", random.nextInt(100), "a.example"), plan("news", random.nextInt(100), "b.example")))
                .toList());
        for (int round = 0; round < 40; round++) {
            int one = random.nextInt(3);
            int other = random.nextInt(3);
            replicas.set(one, joined(replicas.get(one), List.of(replicas.get(other))));
        }
        for (int one = 0; one < 3; one++) {
            replicas.set(one, joined(replicas.get(one), replicas));
        }
        assertThat(replicas.get(1)).as("seed %d", seed).isEqualTo(replicas.get(0));
        assertThat(replicas.get(2)).as("seed %d", seed).isEqualTo(replicas.get(0));
    }
}
