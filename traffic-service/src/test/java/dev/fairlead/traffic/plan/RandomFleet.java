package dev.fairlead.traffic.plan;

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
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.Evacuation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.LatencyClass;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Safety;
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

/**
 * A fleet of 200 applications in six data centers, made by chance, and what is true of it: what its endpoints are, how old its data
 * is, what operators ordered. It is decided as the service does.
 */
final class RandomFleet {

    static final Map<DataCenterName, Location> PLACES = new TreeMap<>(Map.of(
            DataCenterName.of("us-east"), new Location(38.9, -77.4),
            DataCenterName.of("us-west"), new Location(45.6, -121.2),
            DataCenterName.of("eu-west"), new Location(53.3, -6.3),
            DataCenterName.of("eu-central"), new Location(50.1, 8.7),
            DataCenterName.of("ap-south"), new Location(19.1, 72.9),
            DataCenterName.of("ap-east"), new Location(35.7, 139.7)));
    static final List<DataCenterName> NAMES = List.copyOf(PLACES.keySet());
    private static final int APPLICATIONS = 200;

    final Random random;
    final Fleet dataCenters;
    private final Distances distances;
    final List<Application> applications = new ArrayList<>();
    final Map<Endpoint, Health> truth = new TreeMap<>();
    final List<RoutingOverride> overrides = new ArrayList<>();
    final List<Orders.Release> releases = new ArrayList<>();
    private final Map<DataCenterName, Long> staleness = new HashMap<>();
    private Map<ApplicationName, RoutingPlan> plans = Map.of();
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** When the replication-service last answered; absent: now. */
    @Nullable Instant asked;

    /** No data center is ever lost as a whole. */
    RandomFleet(long seed) {
        this(seed, Map.of());
    }

    /** @param evacuations when those that have such a rule count as lost */
    RandomFleet(long seed, Map<DataCenterName, Evacuation> evacuations) {
        this.random = new Random(seed);
        this.dataCenters = new Fleet(PLACES, evacuations);
        this.distances = Distances.of(dataCenters, PlacesFile.read());
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
                        LatencyClass.TOLERANT,
                        null));
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
                        600_000L, null, List.of(10, 50), Duration.ofMinutes(5).toMillis());
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

    static List<Endpoint> endpoints(Application application) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Pool pool : application.spec().pools()) {
            pool.endpoints()
                    .forEach(address -> endpoints.add(new Endpoint(application.name(), pool.dataCenter(), address)));
        }
        return endpoints;
    }

    /** One fault, order or recovery. */
    void happens() {
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
                release(where);
            }
        }
    }

    /** Some of the endpoints there become so. */
    void turn(DataCenterName where, Health health, double part) {
        truth.replaceAll((endpoint, before) ->
                endpoint.dataCenter().equals(where) && random.nextDouble() < part ? health : before);
    }

    void release(DataCenterName where) {
        releases.removeIf(release -> release.dataCenter().equals(where));
        releases.add(new Orders.Release(null, where, now, "alice", "looks good"));
    }

    private RoutingOverride override(DataCenterName where) {
        RoutingOverride.Kind kind = RoutingOverride.Kind.values()[random.nextInt(RoutingOverride.Kind.values().length)];
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
            members.add(new Freshness(
                    DatabaseName.of("orders"),
                    pool.dataCenter(),
                    members.isEmpty() ? MemberRole.PRIMARY : MemberRole.REPLICA,
                    true,
                    staleness(application, pool.dataCenter()),
                    null,
                    "measured"));
        }
        return new Evidence.Copies(Objects.requireNonNullElse(asked, now), members);
    }

    /** In ms; the application's first pool stands beside the primary. */
    long staleness(Application application, DataCenterName where) {
        boolean primary = application.spec().pools().getFirst().dataCenter().equals(where);
        return primary ? 0 : staleness.getOrDefault(where, 0L);
    }

    boolean isStale(Application application, DataCenterName where) {
        DataNeeds data = application.spec().data();
        return data != null && staleness(application, where) > data.stalenessBudgetMs();
    }

    Map<ApplicationName, RoutingPlan> plans() {
        return plans;
    }

    RoutingPlan plan(Application application) {
        return Objects.requireNonNull(plans.get(application.name()));
    }

    /** Decides on what is true now; its plans are in force then. */
    Round round() {
        Round round = decide();
        plans = round.plans();
        return round;
    }

    /** What it would decide. */
    Round decide() {
        return Round.decide(
                new Intent(1, dataCenters, applications, new Orders(overrides, releases)),
                this::evidence,
                new Heard(new Contact(1, 1), Map.of(), Map.of(), List.of()),
                new PlansInForce.InForce(plans, false, true, ""),
                Map.of(),
                distances,
                now);
    }
}
