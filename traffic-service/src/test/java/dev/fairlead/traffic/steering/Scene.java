package dev.fairlead.traffic.steering;

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
import dev.fairlead.contracts.traffic.Resilience;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Safety;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import dev.fairlead.traffic.plan.PlacesFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One application in three data centers, told step by step: each {@link #decide} follows the plan before it, a second later. */
final class Scene {

    static final String EAST = "us-east";
    static final String WEST = "us-west";
    static final String EU = "eu-west";

    static final ApplicationName SHOP = ApplicationName.of("shop");
    static final DatabaseName ORDERS = DatabaseName.of("orders");

    private static final Places PLACES = PlacesFile.read();
    private static final Fleet FLEET = new Fleet(Map.of(
            dc(EAST),
            new Location(38.9, -77.4),
            dc(WEST),
            new Location(45.6, -121.2),
            dc(EU),
            new Location(53.3, -6.3)));
    static final Distances DISTANCES = freshDistances();

    private final Map<EndpointAddress, Verdict> verdicts = new LinkedHashMap<>();
    private final Map<DataCenterName, List<EndpointAddress>> pools = new TreeMap<>();
    private final Map<DataCenterName, Freshness> copies = new TreeMap<>();
    private final List<RoutingOverride> overrides = new ArrayList<>();
    private final List<Orders.Release> releases = new ArrayList<>();
    private final List<Audience> audiences = new ArrayList<>();
    private Map<DataCenterName, Integer> weights = Map.of();
    private List<DataCenterName> failover = List.of();
    private boolean nearest;
    private AllDown allDown = AllDown.FAIL_OPEN;
    private Failback failback = Failback.HOLD;
    private Slow slow = Slow.IGNORE;
    private Recovery recovery = Recovery.AT_ONCE;
    private int minimumUp = 1;
    private @Nullable DataNeeds data;
    private @Nullable Demand demand;
    private Map<String, Long> observed = Map.of();
    private Safety safety = Safety.defaults();
    private @Nullable Resilience resilience;
    private final Map<DataCenterName, Long> capacities = new TreeMap<>();
    private final Map<DataCenterName, Double> shared = new TreeMap<>();
    private final Map<String, List<Standing>> elsewhere = new TreeMap<>();
    private @Nullable Instant asked;
    private @Nullable RoutingPlan plan;
    private @Nullable Situation last;
    Instant now = Instant.parse("2026-01-01T10:00:00Z");

    /** Two endpoints in each data center, all up, shares by the default policy without {@code nearest}. */
    Scene() {
        pool(EAST, "192.0.2.1:80", "192.0.2.2:80");
        pool(WEST, "198.51.100.1:80", "198.51.100.2:80");
        pool(EU, "203.0.113.1:80", "203.0.113.2:80");
        up(EAST).up(WEST).up(EU);
    }

    static DataCenterName dc(String name) {
        return DataCenterName.of(name);
    }

    Scene pool(String where, String... addresses) {
        pools.put(dc(where), Arrays.stream(addresses).map(EndpointAddress::of).toList());
        return this;
    }

    Scene without(String where) {
        pools.remove(dc(where));
        return this;
    }

    Scene up(String where) {
        return health(where, Health.UP);
    }

    Scene down(String where) {
        return health(where, Health.DOWN);
    }

    Scene slow(String where) {
        return health(where, Health.SLOW);
    }

    Scene minimumUp(int endpoints) {
        minimumUp = endpoints;
        return this;
    }

    Scene recovery(Recovery policy) {
        recovery = policy;
        return this;
    }

    Scene safety(Safety rules) {
        safety = rules;
        return this;
    }

    Scene resilience(Resilience wanted) {
        resilience = wanted;
        return this;
    }

    Scene capacity(String where, long perSecond) {
        capacities.put(dc(where), perSecond);
        return this;
    }

    /** Applications together ask too much of it. */
    Scene left(String where, double perSecond) {
        shared.put(dc(where), perSecond);
        return this;
    }

    Scene demand(Map<String, Long> perSecond, int headroomPercent) {
        demand = new Demand(perSecond, headroomPercent);
        return this;
    }

    /** What data planes counted; what demand was told before is the least that is expected. */
    Scene observed(Map<String, Long> perSecond) {
        Demand told = demand == null ? new Demand(Map.of(), 20) : demand;
        demand = new Demand(told.perSecond(), told.headroomPercent(), true);
        observed = perSecond;
        return this;
    }

    Scene slow(Slow policy) {
        slow = policy;
        return this;
    }

    Scene unknown(String where) {
        return health(where, Health.UNKNOWN);
    }

    private Scene health(String where, Health health) {
        pools.getOrDefault(dc(where), List.of()).forEach(address -> endpoint(where, address.toString(), health));
        return this;
    }

    Scene endpoint(String where, String address, Health health) {
        EndpointAddress at = EndpointAddress.of(address);
        verdicts.put(
                at,
                new Verdict(
                        new Endpoint(SHOP, dc(where), at),
                        health,
                        now,
                        now.minusMillis(100),
                        "probes say so",
                        List.of()));
        return this;
    }

    Scene noVerdicts() {
        verdicts.clear();
        return this;
    }

    Scene budget(long ms) {
        data = new DataNeeds(ORDERS, ms);
        return this;
    }

    Scene primary(String where) {
        return member(where, MemberRole.PRIMARY, true, 0L);
    }

    Scene replica(String where, @Nullable Long boundMs) {
        return member(where, MemberRole.REPLICA, true, boundMs);
    }

    Scene member(String where, MemberRole role, boolean reachable, @Nullable Long boundMs) {
        copies.put(dc(where), new Freshness(ORDERS, dc(where), role, reachable, boundMs, null, "measured"));
        return this;
    }

    boolean everyMemberWrites() {
        return copies.values().stream().anyMatch(member -> member.role() == MemberRole.WRITER);
    }

    /** From now on the replication-service says nothing new. */
    Scene replicationFallsSilent() {
        asked = now;
        return this;
    }

    Scene replicationAnswers() {
        asked = null;
        return this;
    }

    /** What the other regions' plans say from now on, all of them. */
    Scene elsewhere(Scene... others) {
        elsewhere.clear();
        for (int i = 0; i < others.length; i++) {
            elsewhere.put("region-" + i, Objects.requireNonNull(others[i].plan).standings());
        }
        return this;
    }

    Scene weights(Map<String, Integer> byName) {
        weights = named(byName);
        return this;
    }

    Scene failover(String... names) {
        failover = Arrays.stream(names).map(Scene::dc).toList();
        return this;
    }

    Scene nearest() {
        nearest = true;
        return this;
    }

    Scene allDown(AllDown policy) {
        allDown = policy;
        return this;
    }

    Scene failback(Failback policy) {
        failback = policy;
        return this;
    }

    Scene audience(String name, List<String> countries, List<String> continents, Map<String, Integer> byName) {
        audiences.add(new Audience(name, countries, continents, List.of(), named(byName)));
        return this;
    }

    private static Map<DataCenterName, Integer> named(Map<String, Integer> byName) {
        return byName.entrySet().stream().collect(Collectors.toMap(entry -> dc(entry.getKey()), Map.Entry::getValue));
    }

    Scene drain(String where) {
        return override("drain-" + where, RoutingOverride.Kind.DRAIN, where);
    }

    /** Step by step, and for an hour after that. */
    Scene drain(String where, Duration over) {
        overrides.add(new RoutingOverride(
                "steps-" + where,
                RoutingOverride.Kind.DRAIN,
                SHOP,
                dc(where),
                "maintenance",
                "alice",
                now,
                now.plus(over).plus(Duration.ofHours(1)),
                now.plus(over)));
        return this;
    }

    /** Whether an override may go on or end within a second. */
    boolean awaitsAnEnd() {
        return !overrides.isEmpty();
    }

    Scene pin(String where) {
        return override("pin-" + where, RoutingOverride.Kind.PIN, where);
    }

    Scene treatAsUp(String where) {
        return override("up-" + where, RoutingOverride.Kind.TREAT_AS_UP, where);
    }

    Scene treatAsDown(String where) {
        return override("down-" + where, RoutingOverride.Kind.TREAT_AS_DOWN, where);
    }

    /** @param where absent: everywhere */
    Scene readOnly(@Nullable String where, Duration time) {
        overrides.add(new RoutingOverride(
                "read-only-" + where + "-" + time,
                RoutingOverride.Kind.READ_ONLY,
                SHOP,
                where == null ? null : dc(where),
                "maintenance",
                "alice",
                now,
                now.plus(time)));
        return this;
    }

    private Scene override(String id, RoutingOverride.Kind kind, String where) {
        overrides.add(new RoutingOverride(
                id, kind, SHOP, dc(where), "maintenance", "alice", now, now.plus(Duration.ofHours(1))));
        return this;
    }

    Scene endOverrides() {
        overrides.clear();
        return this;
    }

    Scene release(String where) {
        releases.add(new Orders.Release(null, dc(where), now.plusMillis(1), "alice", "looks good"));
        return this;
    }

    static Distances freshDistances() {
        return Distances.of(FLEET, PLACES);
    }

    Scene wait(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    RoutingPlan decide() {
        now = now.plusSeconds(1);
        Situation situation = situation();
        last = situation;
        RoutingPlan decided = Steering.decide(situation, DISTANCES);
        plan = decided;
        return decided;
    }

    /** At the same moment. */
    RoutingPlan decideAgain() {
        now = now.minusSeconds(1);
        return decide();
    }

    Situation lastSituation() {
        return Objects.requireNonNull(last);
    }

    private Situation situation() {
        ApplicationSpec spec = new ApplicationSpec(
                "shop.example.com",
                5,
                pools.entrySet().stream()
                        .map(entry ->
                                new Pool(entry.getKey(), entry.getValue(), minimumUp, capacities.get(entry.getKey())))
                        .toList(),
                HealthCheck.defaults(),
                new SteeringPolicy(nearest, audiences, weights, failover, allDown, failback, slow, recovery),
                data,
                List.of(),
                demand,
                safety,
                null,
                LatencyClass.TOLERANT,
                resilience);
        Map<DataCenterName, List<Verdict>> byDataCenter = verdicts.values().stream()
                .collect(Collectors.groupingBy(verdict -> verdict.endpoint().dataCenter()));
        Evidence.Copies said = copies.isEmpty()
                ? null
                : new Evidence.Copies(asked == null ? now : asked, List.copyOf(copies.values()));
        return new Situation(
                new Application(SHOP, spec),
                FLEET,
                new Evidence(byDataCenter, said, new Elsewhere(false, elsewhere)),
                new Orders(overrides, releases),
                plan,
                now,
                observed,
                shared);
    }

    static Standing standing(RoutingPlan plan, String where) {
        return plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(dc(where)))
                .findFirst()
                .orElseThrow();
    }

    static Standing.State state(RoutingPlan plan, String where) {
        return standing(plan, where).state();
    }

    static Map<String, Integer> everyone(RoutingPlan plan) {
        return shares(plan.audiences().getLast());
    }

    static Map<String, Integer> shares(RoutingPlan plan, String audience) {
        return plan.audiences().stream()
                .filter(one -> one.audience().equals(audience))
                .findFirst()
                .map(Scene::shares)
                .orElseThrow();
    }

    static Map<String, Integer> shares(AudienceShares audience) {
        return audience.shares().stream()
                .collect(Collectors.toMap(share -> share.dataCenter().value(), Share::basisPoints));
    }
}
