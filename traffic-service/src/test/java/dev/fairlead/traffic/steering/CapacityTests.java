package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CapacityTests {

    private static Scene users(long ofUs, long ofIreland) {
        return new Scene()
                .nearest()
                .demand(Map.of("US", ofUs, "IE", ofIreland), 20)
                .capacity(EAST, 1_000)
                .capacity(WEST, 1_000)
                .capacity(EU, 1_000);
    }

    private static Load load(RoutingPlan plan, String where) {
        return plan.loads().stream()
                .filter(load -> load.dataCenter().equals(Scene.dc(where)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, Integer> of(RoutingPlan plan, String country) {
        return plan.audiences().stream()
                .filter(audience -> audience.countries().contains(country))
                .findFirst()
                .map(Scene::shares)
                .orElseThrow();
    }

    @Test
    void whoFitsStaysWhereItIsNearest() {
        RoutingPlan plan = users(800, 500).decide();

        String home = of(plan, "US").keySet().iterator().next();
        assertThat(of(plan, "US")).containsExactly(Map.entry(home, 10_000));
        assertThat(of(plan, "IE")).containsExactly(Map.entry(EU, 10_000));
        assertThat(load(plan, home)).isEqualTo(new Load(Scene.dc(home), 800, 800, 1_000, List.of()));
    }

    @Test
    void whatIsAboveTheLimitGoesToTheNextNearestThatHasRoom() {
        RoutingPlan plan = users(1_000, 0).down(WEST).decide();

        assertThat(of(plan, "US")).containsExactlyInAnyOrderEntriesOf(Map.of(EAST, 8_000, EU, 2_000));
        assertThat(load(plan, EAST).perSecond()).isEqualTo(800);
        assertThat(load(plan, EU).perSecond()).isEqualTo(200);
    }

    @Test
    void theFailoverOrderSaysWhereItGoesFirst() {
        RoutingPlan plan = users(0, 1_000).failover(WEST, EAST).decide();

        assertThat(of(plan, "IE")).containsExactlyInAnyOrderEntriesOf(Map.of(EU, 8_000, WEST, 2_000));
    }

    @Test
    void everyAudienceOfAFullDataCenterGivesTheSamePart() {
        RoutingPlan plan = new Scene()
                .audience("asia", List.of("JP"), List.of(), Map.of(EAST, 1))
                .audience("brazil", List.of("BR"), List.of(), Map.of(EAST, 1))
                .demand(Map.of("asia", 600L, "BR", 400L), 0)
                .capacity(EAST, 500)
                .down(EU)
                .decide();

        Map<String, Integer> halves = Map.of(EAST, 5_000, WEST, 5_000);
        assertThat(Scene.shares(plan, "asia")).isEqualTo(halves);
        assertThat(Scene.shares(plan, "brazil")).isEqualTo(halves);
    }

    @Test
    void whatFitsNowhereIsSpreadByCapacityAndSaid() {
        RoutingPlan plan = users(2_400, 0)
                .capacity(WEST, 3_000)
                .down(EU)
                .capacity(EAST, 1_000)
                .decide();
        assertThat(plan.loads()).allMatch(load -> load.excessPerSecond() == 0);

        RoutingPlan full = users(6_000, 0).capacity(WEST, 3_000).down(EU).decide();
        assertThat(load(full, EAST).perSecond()).isEqualTo(1_500);
        assertThat(load(full, WEST).perSecond()).isEqualTo(4_500);
        assertThat(load(full, WEST).excessPerSecond()).isEqualTo(4_500 - 2_400);
        assertThat(load(full, WEST).audiences()).hasSize(1);
        assertThat(Explanation.summary(full)).contains("us-west gets 4500 requests/s, 2100 above its limit");
    }

    @Test
    void aPinIsObeyedAndItsLoadIsTold() {
        RoutingPlan plan = users(3_000, 0).pin(EU).decide();

        assertThat(of(plan, "US")).containsExactly(Map.entry(EU, 10_000));
        assertThat(load(plan, EU).excessPerSecond()).isEqualTo(2_200);
    }

    @TestFactory
    List<DynamicTest> nobodyIsOverItsLimitWhileAnotherHasRoom() {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + 200)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> random(seed)))
                .toList();
    }

    private static void random(long seed) {
        Random random = new Random(seed);
        Scene scene = new Scene();
        if (random.nextBoolean()) {
            scene.nearest();
        } else {
            scene.weights(Map.of(EAST, 1 + random.nextInt(9), WEST, 1 + random.nextInt(9), EU, random.nextInt(9)));
        }
        Map<String, Long> asked = Map.of(
                "US", (long) random.nextInt(5_000),
                "DE", (long) random.nextInt(5_000),
                "JP", (long) random.nextInt(5_000),
                "everyone", (long) random.nextInt(2_000));
        scene.demand(asked, random.nextInt(4) * 10);
        for (String where : List.of(EAST, WEST, EU)) {
            scene.capacity(where, 1 + random.nextInt(8_000));
        }
        if (random.nextInt(3) == 0) {
            scene.down(WEST);
        }
        RoutingPlan plan = scene.decide();

        for (AudienceShares audience : plan.audiences()) {
            assertThat(audience.shares().stream().mapToInt(Share::basisPoints).sum())
                    .isEqualTo(Share.WHOLE);
        }
        long total = asked.values().stream().mapToLong(Long::longValue).sum();
        assertThat(plan.loads().stream().mapToLong(Load::perSecond).sum()).isCloseTo(total, within(3L));
        boolean over = plan.loads().stream().anyMatch(load -> load.excessPerSecond() > 1);
        boolean room = plan.loads().stream().anyMatch(load -> load.perSecond() < load.limitPerSecond() - 1);
        assertThat(over && room).as("%s", plan.loads()).isFalse();
        assertThat(scene.decide()).isSameAs(plan);
    }
}
