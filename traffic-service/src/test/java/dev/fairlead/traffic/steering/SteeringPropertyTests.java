package dev.fairlead.traffic.steering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Invariants over random histories; the seed stands in the name of each test. */
class SteeringPropertyTests {

    private static final List<String> NAMES = List.of(Scene.EAST, Scene.WEST, Scene.EU);

    @TestFactory
    List<DynamicTest> holdsInEveryHistory() {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + 100)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> history(seed)))
                .toList();
    }

    private static void history(long seed) {
        Random random = new Random(seed);
        Scene scene = new Scene();
        AllDown allDown = AllDown.values()[random.nextInt(3)];
        scene.allDown(allDown).failback(Failback.values()[random.nextInt(2)]);
        shape(scene, random);
        RoutingPlan before = null;
        for (int step = 0; step < 40; step++) {
            happens(scene, random);
            RoutingPlan plan = scene.decide();
            Situation situation = scene.lastSituation();
            check(plan, allDown, () -> "seed " + seed);
            assertThat(Steering.decide(situation, Scene.DISTANCES))
                    .as("seed %d", seed)
                    .isEqualTo(plan);
            assertThat(Steering.explain(situation, Scene.DISTANCES).plan())
                    .as("seed %d", seed)
                    .isEqualTo(plan);
            if (before != null && plan != before) {
                assertThat(plan.epoch()).as("seed %d", seed).isGreaterThan(before.epoch());
            }
            assertThat(scene.awaitsAnEnd() ? scene.decideAgain() : scene.decide())
                    .as("settles, seed %d step %d", seed, step)
                    .isSameAs(plan);
            before = plan;
        }
        assertThat(scene.noVerdicts().decideAgain())
                .as("unknown moves nothing, seed %d", seed)
                .isSameAs(before);
        assertThat(Steering.decide(scene.lastSituation(), Scene.freshDistances()))
                .as("what other histories made the distances remember changes nothing, seed %d", seed)
                .isEqualTo(before);
    }

    private static void shape(Scene scene, Random random) {
        if (random.nextBoolean()) {
            scene.nearest();
        }
        if (random.nextBoolean()) {
            scene.failover(NAMES.get(random.nextInt(3)));
        }
        if (random.nextBoolean()) {
            scene.weights(Map.of(Scene.EAST, 1 + random.nextInt(100), Scene.WEST, random.nextInt(100)));
        }
        if (random.nextBoolean()) {
            scene.audience("own", List.of("DE"), List.of("OC"), Map.of(Scene.EU, 1 + random.nextInt(9), Scene.WEST, 2));
        }
        if (random.nextInt(3) == 0) {
            scene.demand(Map.of("US", 600L, "everyone", 400L), 10)
                    .left(NAMES.get(random.nextInt(3)), random.nextInt(600));
        }
        if (random.nextBoolean()) {
            scene.budget(1_000).primary(Scene.EAST).replica(Scene.WEST, 100L).replica(Scene.EU, 100L);
        }
        if (random.nextInt(4) == 0) {
            NAMES.forEach(name -> scene.budget(1_000).member(name, MemberRole.WRITER, true, 100L));
        }
    }

    private static void happens(Scene scene, Random random) {
        String where = NAMES.get(random.nextInt(3));
        switch (random.nextInt(14)) {
            case 0, 1 -> scene.down(where);
            case 2, 3 -> scene.up(where);
            case 4 -> scene.unknown(where);
            case 5 -> scene.drain(where);
            case 6 -> scene.endOverrides();
            case 7 -> scene.release(where);
            case 8 -> scene.pin(where);
            case 9 -> scene.wait(Duration.ofHours(random.nextBoolean() ? 1 : -1));
            case 10 -> silence(scene, random);
            case 11 -> scene.drain(where, Duration.ofMinutes(1 + random.nextInt(600)));
            case 12 -> scene.wait(Duration.ofSeconds(random.nextInt(3_600)));
            default -> data(scene, where, random);
        }
    }

    private static void data(Scene scene, String where, Random random) {
        long boundMs = random.nextInt(2_000);
        if (scene.everyMemberWrites()) {
            scene.member(where, MemberRole.WRITER, random.nextInt(4) > 0, boundMs);
        } else {
            scene.member(where, MemberRole.REPLICA, true, boundMs);
        }
    }

    /** It lasts already, so that no second decision is the first one in it. */
    private static void silence(Scene scene, Random random) {
        if (random.nextBoolean()) {
            scene.replicationFallsSilent().wait(Duration.ofSeconds(5));
        } else {
            scene.replicationAnswers();
        }
    }

    private static void check(RoutingPlan plan, AllDown allDown, Supplier<String> seed) {
        Map<DataCenterName, Standing> standings = new HashMap<>();
        plan.standings().forEach(standing -> standings.put(standing.dataCenter(), standing));
        boolean somebodyServes = plan.standings().stream().anyMatch(standing -> standing.state() == State.SERVING);
        assertThat(plan.audiences().getLast().audience()).isEqualTo("everyone");
        for (AudienceShares audience : plan.audiences()) {
            int sum = audience.shares().stream().mapToInt(Share::basisPoints).sum();
            assertThat(sum).as(seed).isIn(0, Share.WHOLE);
            assertThat(sum == 0).as(seed).isEqualTo(audience.shares().isEmpty());
            if (somebodyServes) {
                assertThat(sum).as(seed).isEqualTo(Share.WHOLE);
            }
            for (Share share : audience.shares()) {
                Standing standing = Objects.requireNonNull(standings.get(share.dataCenter()));
                State state = standing.state();
                assertThat(state).as(seed).isNotEqualTo(State.DRAINED);
                boolean untold = standing.code().equals(FreshnessGate.SILENT)
                        && standing.reason().contains("everyone is pinned to");
                if ((somebodyServes || allDown == AllDown.FAIL_CLOSED) && !untold) {
                    // a pin may use what is only held, or of whose data nobody tells
                    assertThat(state).as(seed).isIn(State.SERVING, State.HELD);
                }
            }
        }
    }
}
