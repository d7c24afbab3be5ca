package dev.fairlead.traffic.steering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who moves when a weight changes or a data center is lost, by chance; the seed stands in the name of each test. */
class LeastMovementTests {

    private static final List<String> NAMES = List.of(Scene.EAST, Scene.WEST, Scene.EU);
    private static final List<Integer> MOST = List.of(10, 1_000, 1_000_000);

    private static List<DynamicTest> seeds(int count, LongConsumer test) {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + count)
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> test.accept(seed)))
                .toList();
    }

    private static Map<DataCenterName, Integer> points(Map<DataCenterName, Integer> weights) {
        Map<DataCenterName, Integer> points = new HashMap<>();
        Apportionment.split(weights).forEach(share -> points.put(share.dataCenter(), share.basisPoints()));
        return points;
    }

    /** Large and small ones together, as rounding likes them least. */
    private static Map<DataCenterName, Integer> weights(Random random) {
        Map<DataCenterName, Integer> weights = new TreeMap<>();
        int size = 2 + random.nextInt(8);
        for (int i = 0; i < size; i++) {
            weights.put(Scene.dc("dc-" + i), 1 + random.nextInt(MOST.get(random.nextInt(MOST.size()))));
        }
        return weights;
    }

    @Test
    void aWeightThatGrowsRoundsNobodyElseUp() {
        Map<DataCenterName, Integer> weights =
                new TreeMap<>(Map.of(Scene.dc("a"), 1, Scene.dc("b"), 10, Scene.dc("c"), 558));
        int before = points(weights).getOrDefault(Scene.dc("a"), 0);
        weights.put(Scene.dc("b"), 11);

        // 17.6 basis points, then 17.5: largest remainders give 17, then 18
        assertThat(points(weights).getOrDefault(Scene.dc("a"), 0)).isLessThanOrEqualTo(before);
    }

    @TestFactory
    List<DynamicTest> aWeightThatGrowsTakesFromNoneButTheOthers() {
        return seeds(20, seed -> {
            Random random = new Random(seed);
            for (int round = 0; round < 100; round++) {
                Map<DataCenterName, Integer> weights = weights(random);
                Map<DataCenterName, Integer> before = points(weights);
                assertThat(before.values().stream().mapToInt(Integer::intValue).sum())
                        .isEqualTo(Share.WHOLE);
                DataCenterName grown = new ArrayList<>(weights.keySet()).get(random.nextInt(weights.size()));
                weights.merge(grown, 1 + random.nextInt(MOST.get(random.nextInt(MOST.size()))), Integer::sum);
                requireGrown(before, points(weights), grown);
            }
        });
    }

    private static void requireGrown(
            Map<DataCenterName, Integer> before, Map<DataCenterName, Integer> after, DataCenterName grown) {
        assertThat(after.getOrDefault(grown, 0))
                .as("%s grows", grown)
                .isGreaterThanOrEqualTo(before.getOrDefault(grown, 0));
        after.forEach((name, points) -> {
            if (!name.equals(grown)) {
                assertThat(points)
                        .as("%s gets no more when %s grows: %s, then %s", name, grown, before, after)
                        .isLessThanOrEqualTo(before.getOrDefault(name, 0));
            }
        });
    }

    @TestFactory
    List<DynamicTest> aDataCenterThatIsLostTakesNothingFromTheOthers() {
        return seeds(20, seed -> {
            Random random = new Random(seed);
            for (int round = 0; round < 100; round++) {
                Map<DataCenterName, Integer> weights = weights(random);
                Map<DataCenterName, Integer> before = points(weights);
                weights.remove(new ArrayList<>(weights.keySet()).get(random.nextInt(weights.size())));
                Map<DataCenterName, Integer> after = points(weights);
                weights.keySet()
                        .forEach(name -> assertThat(after.getOrDefault(name, 0))
                                .as("%s keeps what it had: %s, then %s", name, before, after)
                                .isGreaterThanOrEqualTo(before.getOrDefault(name, 0)));
            }
        });
    }

    @TestFactory
    List<DynamicTest> aWeightThatGrowsInAPolicyTakesFromNoneButTheOthersInAnyPlan() {
        return seeds(100, seed -> {
            Random random = new Random(seed);
            Map<String, Integer> weights = new TreeMap<>();
            NAMES.forEach(name -> weights.put(name, random.nextInt(5) * random.nextInt(200)));
            weights.merge(NAMES.get(random.nextInt(3)), 1, Integer::sum);
            String grown = NAMES.get(random.nextInt(3));
            Map<String, Integer> more = new TreeMap<>(weights);
            more.merge(grown, 1 + random.nextInt(300), Integer::sum);
            long policy = random.nextLong();

            RoutingPlan before = withPolicy(policy).weights(weights).decide();
            RoutingPlan after = withPolicy(policy).weights(more).decide();

            requireGrown(everyone(before), everyone(after), Scene.dc(grown));
            assertThat(after.audiences().subList(0, after.audiences().size() - 1))
                    .as("only everyone else goes by these weights")
                    .isEqualTo(before.audiences().subList(0, before.audiences().size() - 1));
        });
    }

    /** The same for the same number: of some, one may be away. */
    private static Scene withPolicy(long number) {
        Random random = new Random(number);
        Scene scene = new Scene();
        if (random.nextBoolean()) {
            scene.nearest();
        }
        if (random.nextBoolean()) {
            scene.failover(NAMES.get(random.nextInt(3)));
        }
        if (random.nextBoolean()) {
            scene.audience("own", List.of("DE"), List.of("OC"), Map.of(Scene.EU, 3, Scene.WEST, 2));
        }
        String where = NAMES.get(random.nextInt(3));
        return switch (random.nextInt(3)) {
            case 0 -> scene.down(where);
            case 1 -> scene.drain(where);
            default -> scene;
        };
    }

    private static Map<DataCenterName, Integer> everyone(RoutingPlan plan) {
        return points(plan.audiences().getLast().shares());
    }

    private static Map<DataCenterName, Integer> points(Collection<Share> shares) {
        Map<DataCenterName, Integer> points = new TreeMap<>();
        shares.forEach(share -> points.put(share.dataCenter(), share.basisPoints()));
        return points;
    }

    @TestFactory
    List<DynamicTest> whoeverIsServedElsewhereStaysThereWhenADataCenterIsLostAndComesBack() {
        return seeds(100, seed -> {
            Random random = new Random(seed);
            Scene scene = withPolicy(random.nextLong());
            NAMES.forEach(scene::up);
            scene.endOverrides();
            if (random.nextBoolean()) {
                scene.weights(Map.of(Scene.EAST, 1 + random.nextInt(100), Scene.WEST, random.nextInt(100)));
            }
            RoutingPlan before = scene.decide();
            String lost = NAMES.get(random.nextInt(3));

            RoutingPlan without = scene.down(lost).decide();

            Map<String, Map<DataCenterName, Integer>> were = byPlace(before);
            Map<String, Map<DataCenterName, Integer>> are = byPlace(without);
            assertThat(are.keySet()).isEqualTo(were.keySet());
            were.forEach((place, shares) -> shares.forEach((name, points) -> {
                if (!name.equals(Scene.dc(lost))) {
                    assertThat(are.getOrDefault(place, Map.of()).getOrDefault(name, 0))
                            .as("%s in %s", place, name)
                            .isGreaterThanOrEqualTo(points);
                }
            }));
            scene.up(lost).decide();
            assertThat(scene.release(lost).decide().audiences()).isEqualTo(before.audiences());
        });
    }

    private static Map<String, Map<DataCenterName, Integer>> byPlace(RoutingPlan plan) {
        Map<String, Map<DataCenterName, Integer>> byPlace = new TreeMap<>();
        for (AudienceShares audience : plan.audiences()) {
            Map<DataCenterName, Integer> points = points(audience.shares());
            audience.countries().forEach(country -> byPlace.put(country, points));
            audience.continents().forEach(continent -> byPlace.put("continent " + continent, points));
            if (audience.countries().isEmpty() && audience.continents().isEmpty()) {
                byPlace.put(audience.audience(), points);
            }
        }
        return byPlace;
    }
}
