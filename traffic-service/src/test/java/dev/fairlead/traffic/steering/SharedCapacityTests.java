package dev.fairlead.traffic.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.Load;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import dev.fairlead.traffic.plan.PlacesFile;
import dev.fairlead.traffic.steering.SharedCapacity.Decided;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SharedCapacityTests {

    private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final Map<DataCenterName, Location> LOCATIONS = Map.of(
            dc("a"),
            new Location(38.9, -77.4),
            dc("b"),
            new Location(45.6, -121.2),
            dc("c"),
            new Location(53.3, -6.3),
            dc("d"),
            new Location(50.1, 8.7));
    private static final Distances DISTANCES = Distances.of(new Fleet(LOCATIONS), PlacesFile.read());

    private final Map<DataCenterName, Long> capacities = new TreeMap<>();
    private final List<Situation> situations = new ArrayList<>();

    private static DataCenterName dc(String name) {
        return DataCenterName.of(name);
    }

    private SharedCapacityTests capacity(String where, long perSecond) {
        capacities.put(dc(where), perSecond);
        return this;
    }

    /** Its users go to the first of its data centers, then to the next; endpoints are up. */
    private SharedCapacityTests application(String name, @Nullable Long demand, String... where) {
        List<Pool> pools = new ArrayList<>();
        for (String each : where) {
            pools.add(pool(each, null));
        }
        return application(name, demand, 0, pools, Map.of(), Orders.NONE);
    }

    private static Pool pool(String where, @Nullable Long capacity) {
        return new Pool(dc(where), List.of(EndpointAddress.of("192.0.2.1:80")), 1, capacity);
    }

    private SharedCapacityTests application(
            String name,
            @Nullable Long demand,
            int headroom,
            List<Pool> pools,
            Map<DataCenterName, Health> health,
            Orders orders) {
        ApplicationName application = ApplicationName.of(name);
        List<DataCenterName> order = pools.stream().map(Pool::dataCenter).toList();
        Map<DataCenterName, List<Verdict>> verdicts = new TreeMap<>();
        for (Pool pool : pools) {
            Endpoint endpoint = new Endpoint(
                    application, pool.dataCenter(), pool.endpoints().getFirst());
            Health is = health.getOrDefault(pool.dataCenter(), Health.UP);
            verdicts.put(pool.dataCenter(), List.of(new Verdict(endpoint, is, NOW, NOW, "probes say so", List.of())));
        }
        SteeringPolicy policy = new SteeringPolicy(
                false,
                List.of(),
                Map.of(order.getFirst(), 1),
                order,
                AllDown.FAIL_CLOSED,
                Failback.HOLD,
                Slow.IGNORE,
                dev.fairlead.contracts.traffic.Recovery.AT_ONCE);
        ApplicationSpec spec = new ApplicationSpec(
                name + ".example.com",
                5,
                pools,
                HealthCheck.defaults(),
                policy,
                null,
                List.of(),
                demand == null ? null : new Demand(Map.of("everyone", demand), headroom));
        situations.add(new Situation(
                new Application(application, spec),
                new Fleet(LOCATIONS, Map.of(), Map.of(), capacities),
                new Evidence(verdicts, null, Elsewhere.NOWHERE),
                orders,
                null,
                NOW));
        return this;
    }

    private List<Decided> alone() {
        return situations.stream()
                .map(situation -> new Decided(situation, Steering.decide(situation, DISTANCES)))
                .toList();
    }

    private List<Decided> share() {
        return SharedCapacity.share(capacities, alone(), DISTANCES);
    }

    private Map<String, Integer> shares(String name) {
        return share().stream()
                .map(Decided::plan)
                .filter(plan -> plan.application().value().equals(name))
                .map(Scene::everyone)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatFitsTogetherStaysTheVerySame() {
        capacity("a", 1_000).application("one", 500L, "a", "b").application("two", 500L, "a", "b");

        List<Decided> alone = alone();
        assertThat(SharedCapacity.share(capacities, alone, DISTANCES)).isSameAs(alone);
        assertThat(SharedCapacity.share(Map.of(), alone, DISTANCES)).isSameAs(alone);
    }

    @Test
    void everyApplicationGivesInProportionToWhatItHas() {
        capacity("a", 1_000).application("one", 1_500L, "a", "b").application("two", 500L, "a", "b");

        assertThat(shares("one")).isEqualTo(Map.of("a", 5_000, "b", 5_000));
        assertThat(shares("two")).isEqualTo(Map.of("a", 5_000, "b", 5_000));
    }

    @Test
    void unknownDemandIsNotCounted() {
        capacity("a", 1_000).application("one", 900L, "a", "b").application("two", null, "a", "b");

        assertThat(shares("one")).isEqualTo(Map.of("a", 10_000));
        assertThat(shares("two")).isEqualTo(Map.of("a", 10_000));
    }

    @Test
    void headroomCountsAsForPools() {
        List<Pool> pools = List.of(pool("a", null), pool("b", null));
        capacity("a", 1_000)
                .application("one", 800L, 50, pools, Map.of(), Orders.NONE)
                .application("two", 200L, 50, pools, Map.of(), Orders.NONE);

        assertThat(shares("one")).isEqualTo(Map.of("a", 5_000, "b", 5_000));
    }

    @Test
    void whoCanGoNowhereStaysAndTheOthersGiveMore() {
        capacity("a", 1_000).application("one", 600L, "a").application("two", 800L, "a", "b");

        assertThat(shares("two")).isEqualTo(Map.of("a", 5_000, "b", 5_000));
        Decided stays = share().getFirst();
        assertThat(stays.situation().shared()).isEmpty();
        assertThat(stays.plan().loads()).isEmpty();
    }

    @Test
    void whatFitsNowhereIsSaid() {
        capacity("a", 1_000)
                .capacity("b", 1_000)
                .application("one", 1_500L, "a", "b")
                .application("two", 1_500L, "a", "b");

        long excess = share().stream()
                .flatMap(one -> one.plan().loads().stream())
                .mapToLong(Load::excessPerSecond)
                .sum();
        assertThat(excess).isCloseTo(1_000, within(4L));
        assertThat(Explanation.summary(share().getFirst().plan())).contains("nobody has room");
    }

    @Test
    void oneMovesOnSoThatAnotherFits() {
        capacity("a", 1_000)
                .capacity("b", 1_000)
                .application("one", 1_500L, "a", "b")
                .application("two", 1_000L, "b", "c");

        assertThat(Objects.requireNonNull(shares("one").get("a"))).isCloseTo(6_667, within(200));
        assertThat(Objects.requireNonNull(shares("two").get("c"))).isCloseTo(5_000, within(200));
    }

    @Test
    void saysWhy() {
        capacity("a", 1_000).application("one", 1_500L, "a", "b").application("two", 500L, "a", "b");

        Situation cut = share().getFirst().situation();
        assertThat(cut.shared()).isEqualTo(Map.of(dc("a"), 750.0));
        String why = "a: applications together ask for more than its 1000 requests/s, 750 of them are left to this one";
        assertThat(Explanation.shared(cut)).isEqualTo(" " + why + ".");
        assertThat(Steering.explain(cut, DISTANCES).steps()).anySatisfy(step -> {
            assertThat(step.name()).isEqualTo("capacity");
            assertThat(step.said()).contains(why);
        });
    }

    @TestFactory
    List<DynamicTest> holdsInEveryFleet() {
        long first = Long.getLong("seed", System.nanoTime());
        return LongStream.range(first, first + Long.getLong("seeds", 300))
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> new SharedCapacityTests().fleet(seed)))
                .toList();
    }

    private void fleet(long seed) {
        Random random = new Random(seed);
        for (String name : NAMES) {
            if (random.nextInt(4) > 0) {
                capacity(name, 500 + random.nextInt(3_000));
            }
        }
        int many = 2 + random.nextInt(8);
        for (int i = 0; i < many; i++) {
            random(random, "app-" + i);
        }
        List<Decided> decided = share();
        assertThat(share()).as("the same comes to the same, seed %d", seed).isEqualTo(decided);
        List<Decided> again = SharedCapacity.share(capacities, later(decided), DISTANCES);
        for (int i = 0; i < decided.size(); i++) {
            RoutingPlan plan = decided.get(i).plan();
            assertThat(again.get(i).plan()).as("settles, seed %d", seed).isSameAs(plan);
            assertThat(Steering.decide(decided.get(i).situation(), DISTANCES))
                    .as("what is stored comes to it, seed %d", seed)
                    .isEqualTo(plan);
            plan.standings().stream()
                    .filter(standing -> standing.state() != State.SERVING)
                    .forEach(standing -> assertThat(Scene.everyone(plan))
                            .as("seed %d", seed)
                            .doesNotContainKey(standing.dataCenter().value()));
        }
        assertNobodyHasTooMuchWhileAnotherHasRoom(decided, seed);
    }

    /** With the plans in force and a second later, each alone. */
    private static List<Decided> later(List<Decided> decided) {
        return decided.stream()
                .map(one -> {
                    Situation was = one.situation();
                    Situation is = new Situation(
                            was.application(),
                            was.fleet(),
                            was.evidence(),
                            was.orders(),
                            one.plan(),
                            was.now().plusSeconds(1));
                    return new Decided(is, Steering.decide(is, DISTANCES));
                })
                .toList();
    }

    private void random(Random random, String name) {
        List<String> where = new ArrayList<>(NAMES);
        Collections.shuffle(where, random);
        List<Pool> pools = new ArrayList<>();
        Map<DataCenterName, Health> health = new TreeMap<>();
        List<RoutingOverride> orders = new ArrayList<>();
        for (String each : where.subList(0, 1 + random.nextInt(NAMES.size()))) {
            pools.add(pool(each, random.nextInt(3) == 0 ? 200L + random.nextInt(1_000) : null));
            if (random.nextInt(6) == 0) {
                health.put(dc(each), Health.DOWN);
            }
            if (random.nextInt(8) == 0) {
                orders.add(new RoutingOverride(
                        "drain-" + each,
                        RoutingOverride.Kind.DRAIN,
                        ApplicationName.of(name),
                        dc(each),
                        "maintenance",
                        "alice",
                        NOW,
                        NOW.plus(Duration.ofHours(1))));
            }
        }
        Long demand = random.nextInt(8) == 0 ? null : (long) random.nextInt(1_500);
        application(name, demand, random.nextInt(4) * 10, pools, health, new Orders(orders, List.of()));
    }

    private void assertNobodyHasTooMuchWhileAnotherHasRoom(List<Decided> decided, long seed) {
        Map<DataCenterName, Double> used = new TreeMap<>();
        decided.forEach(one -> uses(one).forEach((where, use) -> used.merge(where, use, Double::sum)));
        for (Decided one : decided) {
            ApplicationSpec spec = one.situation().application().spec();
            Map<DataCenterName, Double> uses = uses(one);
            for (DataCenterName from : uses.keySet()) {
                boolean hardly = uses.getOrDefault(from, 0.0) < 1;
                if (hardly
                        || used.getOrDefault(from, 0.0) <= capacities.getOrDefault(from, Long.MAX_VALUE) * 1.01 + 10) {
                    continue;
                }
                for (Standing to : one.plan().standings()) {
                    DataCenterName there = to.dataCenter();
                    Pool pool = spec.pools().stream()
                            .filter(each -> each.dataCenter().equals(there))
                            .findFirst()
                            .orElseThrow();
                    double own = pool.capacityPerSecond() == null ? Double.MAX_VALUE : pool.capacityPerSecond();
                    double room = Math.min(
                            capacities.getOrDefault(there, Long.MAX_VALUE) - used.getOrDefault(there, 0.0),
                            own - uses.getOrDefault(there, 0.0));
                    if (to.state() == State.SERVING && !there.equals(from)) {
                        assertThat(room)
                                .as(
                                        "%s in %s could go to %s, seed %d",
                                        one.plan().application(), from, there, seed)
                                .isLessThan(capacities.getOrDefault(there, 1_000L) * 0.01 + 10);
                    }
                }
            }
        }
    }

    private static Map<DataCenterName, Double> uses(Decided one) {
        Map<DataCenterName, Double> uses = new TreeMap<>();
        Demand demand = one.situation().application().spec().demand();
        if (demand != null) {
            double all = demand.perSecond().getOrDefault("everyone", 0L) * 100.0 / (100 - demand.headroomPercent());
            for (Share share : one.plan().audiences().getLast().shares()) {
                uses.put(share.dataCenter(), all * share.basisPoints() / Share.WHOLE);
            }
        }
        return uses;
    }
}
