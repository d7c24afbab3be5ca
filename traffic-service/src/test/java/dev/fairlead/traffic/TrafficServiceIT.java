package dev.fairlead.traffic;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.traffic.plan.PlacesFile;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrafficServiceIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    static final String EAST = "192.0.2.1:80";
    static final String WEST = "198.51.100.1:80";

    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("traffic");
    private Neighbours neighbours;
    private Service service;

    @BeforeAll
    void start() throws IOException {
        neighbours = new Neighbours();
        service = new Service(database, neighbours);
        for (String name : List.of("us-east", "us-west", "spare")) {
            assertThat(service.put("/v1/data-centers/" + name, dataCenter(name)).status())
                    .isEqualTo(201);
        }
    }

    @AfterAll
    void stop() {
        service.close();
        neighbours.close();
        database.close();
    }

    static String dataCenter(String name) {
        return """
                kind: DataCenter
                metadata: {name: %s}
                spec: {region: %s, location: {latitude: 40.5, longitude: -100}}
                """.formatted(name, name);
    }

    /** An application with a pool in each of us-east and us-west; the steering policy stands in braces. */
    static String application(String name, String steering) {
        return application(name, name + ".example.com", steering);
    }

    static String application(String name, String host, String steering) {
        return """
                {"kind": "Application", "metadata": {"name": "%s"}, "spec": {"host": "%s", "pools": [
                  {"dataCenter": "us-east", "endpoints": ["%s"]}, {"dataCenter": "us-west", "endpoints": ["%s"]}],
                  "steering": %s}}""".formatted(name, host, EAST, WEST, steering);
    }

    private void say(String application, Health east, Health west) {
        neighbours.verdicts =
                List.of(verdict(application, "us-east", EAST, east), verdict(application, "us-west", WEST, west));
    }

    static Verdict verdict(String application, String dataCenter, String address, Health health) {
        Endpoint endpoint = new Endpoint(
                ApplicationName.of(application), DataCenterName.of(dataCenter), EndpointAddress.of(address));
        return new Verdict(endpoint, health, Instant.EPOCH, Instant.now(), "the test says so", List.of());
    }

    private String state(String application, int standing) {
        return service.read("/v1/applications/" + application + "/plan")
                .at("/standings/" + standing + "/state")
                .asString();
    }

    @Test
    void steersAwayHoldsReleasesAndExplains() {
        say("story", Health.UP, Health.UP);
        assertThat(service.put("/v1/applications/story", application("story", "{}"))
                        .status())
                .isEqualTo(201);
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/story/plan")
                                .at("/standings/0/code")
                                .asString())
                        .isEqualTo("HEALTHY"));

        say("story", Health.DOWN, Health.UP);
        eventually(SOON, () -> assertThat(state("story", 0)).isEqualTo("down"));
        Instant during = Instant.now();
        assertThat(service.read("/v1/plans").at("/items").toString()).contains("\"basisPoints\":10000");

        say("story", Health.UP, Health.UP);
        eventually(SOON, () -> assertThat(state("story", 0)).isEqualTo("held"));
        JsonNode held = service.read("/v1/applications/story/why");
        assertThat(held.at("/summary").asString()).contains("us-east is held and gets nothing");

        String restore = "{\"dataCenter\": \"us-east\", \"application\": \"story\", \"reason\": \"looks good\"}";
        assertThat(service.post("/v1/restores", restore).status()).isEqualTo(200);
        eventually(SOON, () -> assertThat(state("story", 0)).isEqualTo("serving"));

        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/story/plans?limit=10")
                                .at("/items"))
                        .hasSizeGreaterThanOrEqualTo(4));
        JsonNode why = service.read("/v1/applications/story/why?at=" + during);
        assertThat(why.at("/plan/standings/0/state").asString()).isEqualTo("down");
        assertThat(why.at("/inputs/evidence/verdicts/us-east/0/reason").asString())
                .isEqualTo("the test says so");
        assertThat(why.at("/steps/0/name").asString()).isEqualTo("gates");
        assertThat(why.at("/steps/0/said/0").asString()).startsWith("us-east: down (");
        Situation stored = json.treeToValue(why.at("/inputs"), Situation.class);
        assertThat(Steering.decide(stored, Distances.of(stored.fleet(), PlacesFile.read())))
                .isEqualTo(json.treeToValue(why.at("/plan"), RoutingPlan.class));
    }

    @Test
    void keepsApplicationsTogetherWithinTheCapacityOfADataCenter() {
        Service.Answer refused = service.put(
                "/v1/data-centers/hall-a", dataCenter("hall-a").replace("spec: {", "spec: {capacityPerSecond: 0, "));
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.body()).contains("capacityPerSecond");
        service.put(
                "/v1/data-centers/hall-a", dataCenter("hall-a").replace("spec: {", "spec: {capacityPerSecond: 1000, "));
        service.put("/v1/data-centers/hall-b", dataCenter("hall-b"));
        assertThat(service.read("/v1/data-centers/hall-a")
                        .at("/spec/capacityPerSecond")
                        .asLong())
                .isEqualTo(1_000);
        service.put("/v1/applications/tenant-one", tenant("tenant-one"));
        eventually(SOON, () -> assertThat(inHallA("tenant-one")).isEqualTo(10_000));

        Service.Answer preview = service.put("/v1/applications/tenant-two?dryRun=true", tenant("tenant-two"));
        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.body()).contains("tenant-one", "\"limitPerSecond\":500");
        service.put("/v1/applications/tenant-two", tenant("tenant-two"));

        eventually(
                SOON,
                () -> assertThat(List.of(inHallA("tenant-one"), inHallA("tenant-two")))
                        .containsExactly(6_250, 6_250));
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/tenant-one/why")
                                .at("/summary")
                                .asString())
                        .contains(
                                "hall-a: applications together ask for more than its 1000 requests/s, 500 of them are left"));
    }

    private static String tenant(String name) {
        return application(name, "{\"weights\": {\"hall-a\": 1}}")
                .replace("us-east", "hall-a")
                .replace("us-west", "hall-b")
                .replace(
                        "\"steering\"",
                        "\"demand\": {\"perSecond\": {\"everyone\": 800}, \"headroomPercent\": 0}, \"steering\"");
    }

    private int inHallA(String application) {
        JsonNode audiences =
                service.read("/v1/applications/" + application + "/plan").at("/audiences");
        return audiences.get(audiences.size() - 1).at("/shares/0/basisPoints").asInt();
    }

    @Test
    void playsAnOutageAgainAsIfTheHealthServiceHadDecidedByOtherRules() {
        Instant from = Instant.now();
        say("again", Health.UP, Health.UP);
        service.put("/v1/applications/again", application("again", "{\"failback\": \"auto\"}"));
        eventually(SOON, () -> assertThat(state("again", 0)).isEqualTo("serving"));
        say("again", Health.DOWN, Health.UP);
        eventually(SOON, () -> assertThat(state("again", 0)).isEqualTo("down"));
        JsonNode down = service.read("/v1/applications/again/plan");
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/again/plans?limit=1")
                                .at("/items/0"))
                        .isEqualTo(down));
        Verdict east = neighbours.verdicts.getFirst();
        neighbours.simulated = List.of(new Transition(
                east.endpoint(), RegionName.of("local"), Health.UNKNOWN, Health.UP, from, from, "it would be up"));

        String asItWas = simulated("{\"from\": \"%s\"}".formatted(from)).body();
        assertThat(neighbours.question).isEmpty();
        Service.Answer would = simulated("""
                {"from": "%s", "healthCheck": {"holdDown": {"firstMs": 30000}}, "quorum": 2}""".formatted(from));

        assertThat(json.readTree(asItWas).at("/simulatedSwitches").asInt()).isPositive();
        assertThat(json.readTree(would.body()).at("/recordedSwitches").asInt()).isPositive();
        assertThat(json.readTree(would.body()).at("/simulatedSwitches").asInt()).isZero();
        JsonNode question = json.readTree(neighbours.question);
        assertThat(question.at("/application").asString()).isEqualTo("again");
        assertThat(question.at("/from").asString()).isEqualTo(from.toString());
        assertThat(question.at("/check/holdDown/firstMs").asInt()).isEqualTo(30_000);
        assertThat(question.at("/quorum").asInt()).isEqualTo(2);

        neighbours.refusal = "what was probed then is forgotten";
        Service.Answer refused = simulated("{\"from\": \"%s\", \"quorum\": 1}".formatted(from));
        neighbours.refusal = "";
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("VERDICTS_NOT_SIMULATED", "what was probed then is forgotten");
        assertThat(simulated("{\"from\": \"%s\", \"healthCheck\": {\"slowMs\": 1}}".formatted(from))
                        .body())
                .contains("UNKNOWN_FIELD", "/healthCheck/slowMs");
    }

    private Service.Answer simulated(String question) {
        return service.post("/v1/applications/again/simulations", question);
    }

    @Test
    void playsAPeriodAgainWithOrdersThatNobodyGave() {
        Instant from = Instant.now();
        say("ordered", Health.UP, Health.UP);
        service.put(
                "/v1/applications/ordered", application("ordered", "{\"weights\": {\"us-east\": 1, \"us-west\": 1}}"));
        eventually(SOON, () -> assertThat(state("ordered", 1)).isEqualTo("serving"));
        JsonNode plan = service.read("/v1/applications/ordered/plan");
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/ordered/plans?limit=1")
                                .at("/items/0"))
                        .isEqualTo(plan));
        Instant change = Instant.now();
        Instant to = change.plusSeconds(60);

        JsonNode drained = json.readTree(
                ordered(from, to, """
                {"kind": "drain", "dataCenter": "us-west", "from": "%s", "to": "%s"}""".formatted(change, change.plusSeconds(30))).body());
        assertThat(lastShares(drained, 2)).isEqualTo(plan.at("/audiences/0/shares"));
        assertThat(drained.at("/timeline")
                        .get(drained.at("/timeline").size() - 2)
                        .toString())
                .contains(change.toString(), "{\"dataCenter\":\"us-east\",\"basisPoints\":10000}");
        JsonNode pinned = json.readTree(ordered(from, to, "{\"kind\": \"pin\", \"dataCenter\": \"us-west\"}")
                .body());
        assertThat(lastShares(pinned, 0).toString()).contains("{\"dataCenter\":\"us-west\",\"basisPoints\":10000}");
        assertThat(service.read("/v1/overrides").at("/items")).isEmpty();
        assertThat(service.read("/v1/applications/ordered/plan")).isEqualTo(plan);
    }

    private Service.Answer ordered(Instant from, Instant to, String order) {
        return service.post(
                "/v1/applications/ordered/simulations",
                "{\"from\": \"%s\", \"to\": \"%s\", \"orders\": [%s]}".formatted(from, to, order));
    }

    private static JsonNode lastShares(JsonNode would, int switches) {
        assertThat(would.at("/simulatedSwitches").asInt()).isGreaterThanOrEqualTo(switches);
        JsonNode timeline = would.at("/timeline");
        return timeline.get(timeline.size() - 1).at("/audiences/0/shares");
    }

    @Test
    void refusesASimulatedOrderThatCouldHaveDoneNothing() {
        say("misled", Health.UP, Health.UP);
        service.put("/v1/applications/misled", application("misled", "{}"));
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/misled/plans?limit=1")
                                .at("/items"))
                        .isNotEmpty());
        String drain = "\"kind\": \"drain\", \"dataCenter\": \"us-west\"";

        refusesOrder("{\"kind\": \"drain\", \"dataCenter\": \"us-wset\"}", "UNKNOWN_DATA_CENTER", "us-wset");
        refusesOrder("{\"kind\": \"pin\", \"dataCenter\": \"spare\"}", "NO_POOL_THERE", "spare");
        refusesOrder(
                "{%s, \"from\": \"2100-01-01T00:00:00Z\"}".formatted(drain), "INVALID_VALUE", "2100-01-01T00:00:00Z");
        refusesOrder(
                "{%s, \"to\": \"2000-01-01T00:00:00Z\"}".formatted(drain), "INVALID_VALUE", "2000-01-01T00:00:00Z");
        refusesOrder(
                "{%s, \"from\": \"2020-01-01T00:00:02Z\", \"to\": \"2020-01-01T00:00:01Z\"}".formatted(drain),
                "INVALID_VALUE",
                "the order begins at 2020-01-01T00:00:02Z");
        refusesOrder("{\"dataCenter\": \"us-west\"}", "INVALID_VALUE", "kind is required");
        refusesOrder("{\"kind\": \"read-only\", \"dataCenter\": \"us-west\"}", "INVALID_VALUE", "/orders/1/kind");
    }

    private void refusesOrder(String order, String code, String why) {
        Service.Answer refused = service.post("/v1/applications/misled/simulations", """
                {"from": "2010-01-01T00:00:00Z", "orders": [{"kind": "drain", "dataCenter": "us-east"}, %s]}""".formatted(order));
        assertThat(refused.status()).as(order).isEqualTo(422);
        assertThat(refused.body()).contains(code, why, "/orders/1");
    }

    @Test
    void tellsWhatAnOutageCostsOfTheUptimeObjective() {
        String objective = application("objective", "{\"allDown\": \"fail-closed\"}")
                .replace("\"spec\": {", "\"spec\": {\"uptime\": {\"objective\": 99.95}, ");
        say("objective", Health.UP, Health.UP);
        assertThat(service.put("/v1/applications/objective", objective).status())
                .isEqualTo(201);
        JsonNode spec = service.read("/v1/applications/objective").path("spec");
        assertThat(spec.at("/uptime/objective").asString()).isEqualTo("99.95");
        assertThat(spec.at("/healthCheck/intervalMs").asInt()).isEqualTo(2_000);
        assertThat(spec.at("/steering/failback").asString()).isEqualTo("auto");
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/objective/plan")
                                .at("/standings/0/code")
                                .asString())
                        .isEqualTo("HEALTHY"));
        say("objective", Health.DOWN, Health.DOWN);
        eventually(SOON, () -> assertThat(state("objective", 1)).isEqualTo("down"));

        String path = "/v1/applications/objective/uptime";
        eventually(
                SOON,
                () -> assertThat(service.read(path).at("/spending/spentSeconds").asDouble())
                        .isPositive());
        JsonNode uptime = service.read(path + "?days=1");
        assertThat(uptime.at("/spending/budgetSeconds").asDouble()).isEqualTo(43.2);
        assertThat(uptime.at("/window/knownSeconds").asDouble()).isBetween(0.001, 600.0);
        assertThat(uptime.at("/outages/0/basisPoints").asInt()).isEqualTo(10_000);
        assertThat(uptime.at("/outages/0/reason").asString()).startsWith("users are sent nowhere");
        assertThat(uptime.at("/outages/0").hasNonNull("to")).isFalse();

        assertThat(service.get(path + "?days=91").body()).contains("/days");
        assertThat(service.get(path + "?days=0").status()).isEqualTo(422);
        assertThat(service.get("/v1/applications/nobody/uptime").status()).isEqualTo(404);
    }

    @Test
    void movesNothingWhenItIsStartedAgain() throws IOException {
        say("restart", Health.UP, Health.DOWN);
        service.put("/v1/applications/restart", application("restart", "{}"));
        service.put("/v1/overrides/keep", drain("restart", "us-east"));
        eventually(
                SOON,
                () -> assertThat(state("restart", 0) + state("restart", 1)).isEqualTo("draineddown"));
        JsonNode before = service.read("/v1/applications/restart/plan");
        eventually(
                SOON,
                () -> assertThat(service.read("/v1/applications/restart/plans?limit=1")
                                .at("/items/0"))
                        .isEqualTo(before));
        neighbours.verdicts = List.of();
        try (Service again = new Service(database, neighbours)) {
            eventually(SOON, () -> assertThat(decision(again)).isEqualTo(withoutEpoch(before)));
            assertThat(again.read("/v1/applications/restart/plan").at("/epoch").asLong())
                    .as("data planes may have seen what history has not")
                    .isGreaterThan(before.at("/epoch").asLong());
            String probe = application("restart-probe", "{}");
            again.put("/v1/applications/restart-probe", probe);
            eventually(
                    SOON,
                    () -> assertThat(again.get("/v1/applications/restart-probe/plan")
                                    .status())
                            .isEqualTo(200));
            assertThat(decision(again)).isEqualTo(withoutEpoch(before));
        }
        service.delete("/v1/overrides/keep");
    }

    private static JsonNode decision(Service service) {
        return withoutEpoch(service.read("/v1/applications/restart/plan"));
    }

    private static JsonNode withoutEpoch(JsonNode plan) {
        return ((ObjectNode) plan.deepCopy()).without("epoch");
    }

    static String drain(String application, String dataCenter) {
        return "{\"kind\": \"drain\", \"application\": \"%s\", \"dataCenter\": \"%s\", \"reason\": \"rollout\"}"
                .formatted(application, dataCenter);
    }

    @Test
    void sendsThePlansAgainOnlyWhenTheyChanged() {
        say("tagged", Health.UP, Health.UP);
        service.put("/v1/applications/tagged", application("tagged", "{}"));
        eventually(SOON, () -> assertThat(state("tagged", 1)).isEqualTo("serving"));
        eventually(SOON, () -> {
            Service.Answer known = service.get("/v1/plans");
            Service.Answer again = service.get("/v1/plans", "If-None-Match", known.etag());
            assertThat(again.status()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        });
        String known = service.get("/v1/plans").etag();

        say("tagged", Health.DOWN, Health.UP);

        eventually(
                SOON,
                () -> assertThat(
                                service.get("/v1/plans", "If-None-Match", known).body())
                        .contains("\"down\""));
        assertThat(service.get("/v1/plans?changes=true", "If-None-Match", known).body())
                .contains("\"down\"", "digest");
        assertThat(service.get("/v1/plans?changes=true").body())
                .contains("\"down\"")
                .doesNotContain("digest");
    }

    @Test
    void keepsTheGenerationOfAnEqualSpecAndRefusesAStaleOne() {
        String path = "/v1/data-centers/spare";
        Service.Answer same = service.put(path, dataCenter("spare"));
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.etag()).isEqualTo("\"1\"");
        String moved = dataCenter("spare").replace("40.5", "41.5");
        Service.Answer dry = service.put(path + "?dryRun=true", moved);
        assertThat(dry.etag()).isEqualTo("\"2\"");
        assertThat(service.get(path).body()).contains("40.5");
        assertThat(service.put(path, moved, "If-Match", "\"1\"").etag()).isEqualTo("\"2\"");
        Service.Answer stale = service.put(path, dataCenter("spare"), "If-Match", "\"1\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.body()).contains("STALE_ETAG");
        assertThat(service.get(path).body()).contains("41.5");
        assertThat(service.put(path, dataCenter("spare"), "If-Match", "\"2\"").etag())
                .isEqualTo("\"3\"");
    }

    @Test
    void placesAnOverrideOnceAndEndsItQuietly() {
        service.put("/v1/applications/once", application("once", "{}"));
        String drain = drain("once", "us-west");
        Service.Answer first = service.put("/v1/overrides/once-1", drain);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).contains("\"author\":\"alice\"");
        assertThat(service.put("/v1/overrides/once-1", drain).body()).isEqualTo(first.body());
        assertThat(service.put("/v1/overrides/once-1", drain("once", "us-east")).status())
                .isEqualTo(409);
        assertThat(service.get("/v1/overrides").body()).contains("once-1");
        String fleetWide = "{\"dataCenter\": \"us-west\", \"reason\": \"done\"}";
        assertThat(service.post("/v1/restores", fleetWide).body()).contains("\"ended\":[]", "\"id\":\"once-1\"");
        assertThat(service.delete("/v1/overrides/once-1").status()).isEqualTo(204);
        assertThat(service.delete("/v1/overrides/once-1").status()).isEqualTo(204);
        assertThat(service.get("/v1/overrides").body()).doesNotContain("once-1");
    }
}
