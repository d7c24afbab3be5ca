package dev.fairlead.traffic.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec.DataNeeds;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.LatencyClass;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Safety;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import dev.fairlead.service.region.Contact;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Elsewhere;
import dev.fairlead.traffic.steering.Evidence;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A fleet of 200 applications in six data centers through a day of faults and orders: whatever happens, no plan breaks what every
 * plan keeps. The seed stands in the name of the test; {@code -Dseed} plays it again.
 */
class RandomDayTests {

    private static final Map<DataCenterName, Location> PLACES = new TreeMap<>(Map.of(
            DataCenterName.of("us-east"), new Location(38.9, -77.4),
            DataCenterName.of("us-west"), new Location(45.6, -121.2),
            DataCenterName.of("eu-west"), new Location(53.3, -6.3),
            DataCenterName.of("eu-central"), new Location(50.1, 8.7),
            DataCenterName.of("ap-south"), new Location(19.1, 72.9),
            DataCenterName.of("ap-east"), new Location(35.7, 139.7)));
    private static final List<DataCenterName> NAMES = List.copyOf(PLACES.keySet());
    private static final Fleet FLEET = new Fleet(PLACES);
    private static final Distances DISTANCES = Distances.of(FLEET, PlacesFile.read());
    private static final int APPLICATIONS = 200;
    private static final Duration DAY = Duration.ofHours(24);

    @TestFactory
    List<DynamicTest> noInvariantBreaks() {
        long seed = Long.getLong("seed", System.nanoTime());
        return List.of(DynamicTest.dynamicTest("seed " + seed, () -> new Day(seed).pass()));
    }

    /** One day. */
    private static final class Day {

        private final Random random;
        private final String seed;
        private final List<Application> applications = new ArrayList<>();
        private final Map<Endpoint, Health> truth = new HashMap<>();
        private final Map<DataCenterName, Long> staleness = new HashMap<>();
        private final List<RoutingOverride> overrides = new ArrayList<>();
        private final List<Orders.Release> releases = new ArrayList<>();
        private Map<ApplicationName, RoutingPlan> plans = Map.of();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        Day(long seed) {
            this.random = new Random(seed);
            this.seed = "seed " + seed;
            for (int i = 0; i < APPLICATIONS; i++) {
                applications.add(application(i));
            }
            NAMES.forEach(name -> staleness.put(name, 0L));
            applications.forEach(application -> endpoints(application).forEach(each -> truth.put(each, Health.UP)));
        }

        private Application application(int number) {
            Set<DataCenterName> where = new HashSet<>();
            while (where.size() < 2 + number % 5) {
                where.add(NAMES.get(random.nextInt(NAMES.size())));
            }
            List<Pool> pools = where.stream().map(name -> pool(name, number)).toList();
            boolean capacity = pools.stream().anyMatch(pool -> pool.capacityPerSecond() != null);
            return new Application(
                    ApplicationName.of("app-%03d".formatted(number)),
                    new ApplicationSpec(
                            "app-%03d.example.com".formatted(number),
                            5,
                            pools,
                            HealthCheck.defaults(),
                            steering(List.copyOf(where)),
                            random.nextInt(3) == 0 ? new DataNeeds(DatabaseName.of("orders"), 5_000L) : null,
                            number % 7 == 3 ? List.of(ApplicationName.of("app-%03d".formatted(number - 3))) : List.of(),
                            capacity ? new Demand(Map.of("US", 900L, "DE", 700L, "everyone", 300L), 20) : null,
                            Safety.defaults(),
                            null,
                            LatencyClass.TOLERANT));
        }

        private Pool pool(DataCenterName where, int number) {
            int size = 1 + random.nextInt(3);
            List<EndpointAddress> endpoints = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                endpoints.add(EndpointAddress.of("10.%d.%d.%d:80".formatted(NAMES.indexOf(where), number, i + 1)));
            }
            @Nullable Long capacity = number % 4 == 0 ? (Long) (long) (200 + random.nextInt(3_000)) : null;
            return new Pool(where, endpoints, 1 + random.nextInt(size), capacity);
        }

        private SteeringPolicy steering(List<DataCenterName> where) {
            Map<DataCenterName, Integer> weights = new HashMap<>();
            if (random.nextBoolean()) {
                where.forEach(name -> weights.put(name, 1 + random.nextInt(9)));
            }
            Recovery recovery = random.nextInt(3) > 0
                    ? Recovery.AT_ONCE
                    : new Recovery(
                            600_000L,
                            null,
                            List.of(10, 50),
                            Duration.ofMinutes(5).toMillis());
            return new SteeringPolicy(
                    random.nextBoolean(),
                    List.of(),
                    weights,
                    random.nextBoolean() ? where : List.of(),
                    AllDown.values()[random.nextInt(3)],
                    Failback.values()[random.nextInt(2)],
                    Slow.values()[random.nextInt(2)],
                    recovery);
        }

        private static List<Endpoint> endpoints(Application application) {
            List<Endpoint> endpoints = new ArrayList<>();
            for (Pool pool : application.spec().pools()) {
                pool.endpoints()
                        .forEach(
                                address -> endpoints.add(new Endpoint(application.name(), pool.dataCenter(), address)));
            }
            return endpoints;
        }

        void pass() {
            Instant end = now.plus(DAY);
            while (now.isBefore(end)) {
                happens();
                round();
                now = now.plus(Duration.ofSeconds(30 + random.nextInt(600)));
            }
        }

        private void happens() {
            DataCenterName where = NAMES.get(random.nextInt(NAMES.size()));
            switch (random.nextInt(9)) {
                case 0 -> turn(where, Health.DOWN, 1);
                case 1 -> turn(where, Health.UNKNOWN, 0.3);
                case 2 -> turn(where, Health.SLOW, 0.3);
                case 3, 4 -> NAMES.forEach(name -> turn(name, Health.UP, 0.8));
                case 5 -> turn(where, Health.DOWN, 0.2);
                case 6 -> staleness.put(where, random.nextBoolean() ? 60_000L : 0L);
                case 7 -> overrides.add(override(where));
                default -> {
                    overrides.clear();
                    releases.removeIf(release -> release.dataCenter().equals(where));
                    releases.add(new Orders.Release(null, where, now, "alice", "looks good"));
                }
            }
        }

        private void turn(DataCenterName where, Health health, double part) {
            truth.replaceAll((endpoint, before) ->
                    endpoint.dataCenter().equals(where) && random.nextDouble() < part ? health : before);
        }

        private RoutingOverride override(DataCenterName where) {
            RoutingOverride.Kind kind = RoutingOverride.Kind.values()[random.nextInt(4)];
            @Nullable ApplicationName application = random.nextBoolean()
                    ? null
                    : applications.get(random.nextInt(APPLICATIONS)).name();
            Duration over = Duration.ofMinutes(1 + random.nextInt(60));
            boolean bySteps = kind == RoutingOverride.Kind.DRAIN && random.nextBoolean();
            return new RoutingOverride(
                    "order-" + overrides.size(),
                    kind,
                    application,
                    where,
                    "a test",
                    "alice",
                    now,
                    now.plus(over).plus(Duration.ofMinutes(random.nextInt(120))),
                    bySteps ? now.plus(over) : null);
        }

        private Evidence evidence(Application application) {
            Map<DataCenterName, List<Verdict>> verdicts = new TreeMap<>();
            endpoints(application)
                    .forEach(endpoint -> verdicts.computeIfAbsent(endpoint.dataCenter(), name -> new ArrayList<>())
                            .add(new Verdict(
                                    endpoint,
                                    Objects.requireNonNull(truth.get(endpoint)),
                                    now,
                                    now,
                                    "the day says so",
                                    List.of())));
            return new Evidence(
                    verdicts, application.spec().data() == null ? null : copies(application), Elsewhere.NOWHERE);
        }

        private Evidence.Copies copies(Application application) {
            List<Freshness> members = new ArrayList<>();
            for (Pool pool : application.spec().pools()) {
                boolean first = members.isEmpty();
                members.add(new Freshness(
                        DatabaseName.of("orders"),
                        pool.dataCenter(),
                        first ? MemberRole.PRIMARY : MemberRole.REPLICA,
                        true,
                        first ? 0L : staleness.getOrDefault(pool.dataCenter(), 0L),
                        null,
                        "measured"));
            }
            return new Evidence.Copies(now, members);
        }

        private void round() {
            Map<ApplicationName, RoutingPlan> before = plans;
            Round round = decide();
            plans = round.plans();
            for (Application application : applications) {
                check(application, before.get(application.name()), plan(application));
            }
            assertThat(decide().changed())
                    .as("deciding twice changes nothing, %s", seed)
                    .isEmpty();
        }

        private RoutingPlan plan(Application application) {
            return Objects.requireNonNull(plans.get(application.name()));
        }

        private Round decide() {
            return Round.decide(
                    new Intent(1, FLEET, applications, new Orders(overrides, releases)),
                    this::evidence,
                    new Heard(new Contact(1, 1), Map.of(), Map.of(), List.of()),
                    new PlansInForce.InForce(plans, false, true, ""),
                    Map.of(),
                    DISTANCES,
                    now);
        }

        private void check(Application application, @Nullable RoutingPlan before, RoutingPlan plan) {
            boolean pinned = overrides.stream()
                    .anyMatch(one -> one.kind() == RoutingOverride.Kind.PIN && one.actsOn(application.name(), now));
            boolean somebodyServes = plan.standings().stream().anyMatch(standing -> standing.state() == State.SERVING);
            Map<DataCenterName, Standing> standings = new HashMap<>();
            plan.standings().forEach(standing -> standings.put(standing.dataCenter(), standing));
            for (AudienceShares audience : plan.audiences()) {
                int sum =
                        audience.shares().stream().mapToInt(Share::basisPoints).sum();
                assertThat(sum).as("%s of %s, %s", audience, plan, seed).isIn(0, Share.WHOLE);
                for (Share share : audience.shares()) {
                    Standing standing = Objects.requireNonNull(standings.get(share.dataCenter()));
                    assertThat(standing.state()).as("%s, %s", plan, seed).isNotEqualTo(State.DRAINED);
                    if (somebodyServes && !pinned) {
                        assertThat(standing.state()).as("%s, %s", plan, seed).isEqualTo(State.SERVING);
                    }
                }
            }
            assertThat(plan.audiences()).as("%s, %s", plan.application(), seed).isNotEmpty();
            if (before != null && plan != before) {
                assertThat(plan.epoch()).as("%s, %s", plan, seed).isGreaterThan(before.epoch());
            }
            checkCapacity(application, plan, pinned);
        }

        /** Nobody is above its limit while another that gets users as well has room. */
        private void checkCapacity(Application application, RoutingPlan plan, boolean pinned) {
            boolean kept = application.spec().steering().allDown() == AllDown.FAIL_STATIC;
            boolean all = application.spec().pools().stream().allMatch(pool -> pool.capacityPerSecond() != null);
            if (pinned || kept || !all) {
                return;
            }
            boolean over = plan.loads().stream().anyMatch(load -> load.excessPerSecond() > 1);
            boolean room = plan.loads().stream().anyMatch(load -> load.perSecond() < load.limitPerSecond() - 1);
            assertThat(over && room).as("%s, %s", plan.loads(), seed).isFalse();
        }
    }
}
