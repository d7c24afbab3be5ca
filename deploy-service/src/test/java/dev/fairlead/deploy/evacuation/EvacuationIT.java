package dev.fairlead.deploy.evacuation;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.contracts.traffic.Preview.Hit;
import dev.fairlead.contracts.traffic.Preview.Rule;
import dev.fairlead.deploy.DeployApplication;
import dev.fairlead.deploy.rollout.FakeFleet;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Evacuations through the whole service, over a fleet that answers by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvacuationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-for-tests-only";
    private static final String AWAY = "{\"dataCenter\": \"us-east\", \"reason\": \"power work\"}";
    private static final String BACK =
            "{\"dataCenter\": \"us-east\", \"direction\": \"back\", \"reason\": \"power is back\"}";
    private static final String DRAIN = EvacuationDrains.id(DataCenterName.of("us-east"), ApplicationName.of("shop"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private final Path token;
    private ConfigurableApplicationContext service;

    EvacuationIT(@TempDir Path folder) throws IOException {
        token = Files.writeString(folder.resolve("token"), TOKEN);
        service = start();
    }

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(
                DeployApplication.class,
                "--server.port=0",
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--fairlead.bus.url=" + database.url(),
                "--fairlead.bus.user=" + database.user(),
                "--fairlead.bus.password=" + database.password(),
                "--fairlead.database-patience=1m",
                "--fairlead.service-token-file=" + token,
                "--fairlead.deploy.allow-loopback=true",
                "--fairlead.evacuation.within.check=5s",
                "--fairlead.evacuation.within.drain=30s",
                "--spring.http.serviceclient.traffic.base-url=" + fleet.url(),
                "--spring.http.serviceclient.replication.base-url=http://127.0.0.1:1",
                "--spring.http.serviceclient.health.base-url=" + fleet.url());
    }

    @BeforeEach
    void resetFleet() {
        fleet.hits.clear();
        fleet.queries.clear();
        fleet.restored.clear();
        fleet.drains.clear();
        fleet.orders.clear();
        fleet.silent.clear();
        fleet.mistaken.clear();
        fleet.arrivals = List::of;
        fleet.planHash = "hash";
    }

    @AfterAll
    void stop() {
        service.close();
        fleet.close();
        database.close();
    }

    private Answer call(String method, String path, String body, String... headers) throws Exception {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Fairlead-Actor", "alice")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), json.readTree(answer.body()));
    }

    private record Answer(int status, JsonNode body) {}

    private String started(String body) throws Exception {
        Answer accepted = call("POST", "/v1/evacuations", body);
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.body().path("id").asString();
    }

    private JsonNode reaches(String id, String state) {
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/runs/" + id, "")
                                .body()
                                .path("state")
                                .asString())
                        .isEqualTo(state));
        try {
            return call("GET", "/v1/runs/" + id, "").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private String message(String id) throws Exception {
        return call("GET", "/v1/runs/" + id, "").body().path("message").asString();
    }

    private static String steps(JsonNode run) {
        return StreamSupport.stream(run.path("steps").spliterator(), false)
                .map(step ->
                        step.path("name").asString() + ":" + step.path("state").asString())
                .collect(Collectors.joining(" "));
    }

    @Test
    void movesEverybodyAwayAndBackTheSameWay() throws Exception {
        JsonNode away = reaches(started(AWAY), "succeeded");
        assertThat(steps(away)).isEqualTo("check-capacity:done freeze-rollouts:done move-away:done verify:done");
        assertThat(fleet.drains).containsValue("us-east").hasSize(1);
        assertThat(fleet.queries).containsExactly("");

        JsonNode back = reaches(started(BACK), "succeeded");
        assertThat(steps(back)).isEqualTo("freeze-rollouts:done give-back:done verify:done");
        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.restored).containsExactly("us-east shop");
        assertThat(fleet.faults).isEmpty();
    }

    @Test
    void waitsForTheUsersThatDataPlanesCountThereButNotForThoseWhoNeverLeave() throws Exception {
        AtomicLong counted = new AtomicLong();
        fleet.arrivals = () -> Stream.of("us-east", "us-west")
                .map(dataCenter -> new ObservedShare(
                        ApplicationName.of("shop"), DataCenterName.of(dataCenter), counted.addAndGet(1_000), 5_000))
                .toList();

        String id = started(AWAY);

        eventually(PATIENCE, () -> assertThat(message(id)).contains("of 10000 of what is counted arrives there"));
        assertThat(steps(reaches(id, "succeeded"))).contains("move-away:done");
    }

    @Test
    void goesOnWhenDataPlanesCountNobodyThere() throws Exception {
        AtomicLong counted = new AtomicLong();
        fleet.arrivals = () -> List.of(new ObservedShare(
                ApplicationName.of("shop"), DataCenterName.of("us-west"), counted.addAndGet(1_000), 10_000));

        String id = started(AWAY);

        eventually(PATIENCE, () -> assertThat(message(id)).contains("what data planes count is awaited"));
        reaches(id, "succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {AWAY, BACK})
    void aDryRunTellsWhatItWouldComeToAndStartsNothing(String order) throws Exception {
        fleet.hits.add(new Hit(Rule.OVERLOAD, ApplicationName.of("shop"), "200 requests/s more than fit"));
        JsonNode before = call("GET", "/v1/evacuations", "").body();

        Answer dry = call("POST", "/v1/evacuations?dryRun=true", order);

        assertThat(dry.status()).as("%s", dry).isEqualTo(200);
        assertThat(dry.body().at("/changes/0/application").asString()).isEqualTo("shop");
        assertThat(dry.body().at("/changes/0/before/standings")).isNotEmpty();
        assertThat(dry.body().at("/hits/0/rule").asString()).isEqualTo("OVERLOAD");
        assertThat(dry.body().path("planHash").asString()).isNotEmpty();
        assertThat(call("GET", "/v1/evacuations", "").body()).isEqualTo(before);
        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.restored).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {AWAY, BACK})
    void startsOnlyWhatTheDryRunToldOrWhatItStartedBefore(String order) throws Exception {
        String hash = call("POST", "/v1/evacuations?dryRun=true", order)
                .body()
                .path("planHash")
                .asString();
        String path = "/v1/evacuations?planHash=" + hash;
        String key = "key of " + order.length();
        fleet.planHash = "another";
        Answer late = call("POST", path, order, "Idempotency-Key", key);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().path("code").asString()).isEqualTo("PLAN_CHANGED");
        assertThat(fleet.drains).isEmpty();

        fleet.planHash = "hash";
        Answer started = call("POST", path, order, "Idempotency-Key", key);
        assertThat(started.status()).isEqualTo(202);
        fleet.planHash = "another";
        Answer repeated = call("POST", path, order, "Idempotency-Key", key);
        assertThat(repeated.body().path("id")).isEqualTo(started.body().path("id"));
        reaches(started.body().path("id").asString(), "succeeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/rollouts?dryRun=true", "/v1/evacuations?dryrun=true", "/v1/runs/none/abort?dryRun=true"})
    void refusesADryRunThatWouldBeNone(String path) throws Exception {
        Answer refused = call("POST", path, AWAY);

        assertThat(refused.status()).as("%s", refused).isEqualTo(400);
        assertThat(refused.body().path("code").asString()).isEqualTo("UNKNOWN_PARAMETER");
        assertThat(fleet.drains).isEmpty();
    }

    @Test
    void isTurnedBackWhenAVantagePointFindsUsersBadlyServedWhereTheyGo() throws Exception {
        fleet.mistaken.add("eu-west");

        JsonNode ended = reaches(started(AWAY), "rolled-back");

        assertThat(ended.path("message").asString())
                .isEqualTo("verify us-east failed: not within 5 s: shop: eu-west does not find it well in us-west");
        assertThat(fleet.drains).isEmpty();
    }

    @Test
    void asksWhereAVantagePointIsSilentAndKeepsUsersAwayMeanwhile() throws Exception {
        fleet.silent.add("eu-west");
        String id = started(AWAY);

        JsonNode waiting = reaches(id, "waiting-for-operator");

        assertThat(waiting.at("/question/text").asString()).isEqualTo("not verified from eu-west, which nobody hears");
        assertThat(fleet.drains).hasSize(1);
        call("POST", "/v1/runs/" + id + "/approve", "{\"question\": 1}");
        reaches(id, "succeeded");
    }

    @Test
    void theWayBackFailsWhereAVantagePointDoesNotFindUsersServedAgain() throws Exception {
        fleet.mistaken.add("us-west");

        JsonNode ended = reaches(started(BACK), "failed");

        assertThat(steps(ended)).isEqualTo("freeze-rollouts:done give-back:done verify:failed");
        assertThat(ended.path("message").asString()).endsWith("shop: us-west does not find it well in us-east");
    }

    @Test
    void staysWhereItIsWhilePausedAndGoesOnWhenResumed() throws Exception {
        fleet.deaf = true;
        String id = started(AWAY);
        eventually(PATIENCE, () -> assertThat(fleet.drains).hasSize(1));
        assertThat(call("POST", "/v1/runs/" + id + "/pause", "").status()).isEqualTo(200);
        long epoch = reaches(id, "paused").path("epoch").asLong();
        fleet.deaf = false;

        // its executor has looked at it again, and gone
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/runs/" + id, "")
                                .body()
                                .path("epoch")
                                .asLong())
                        .isGreaterThan(epoch + 1));
        JsonNode paused = call("GET", "/v1/runs/" + id, "").body();
        assertThat(paused.path("message").asString()).isEqualTo("paused by alice");
        assertThat(steps(paused))
                .isEqualTo("check-capacity:done freeze-rollouts:done move-away:checking verify:pending");
        assertThat(fleet.drains).hasSize(1);

        assertThat(call("POST", "/v1/runs/" + id + "/resume", "").status()).isEqualTo(200);
        reaches(id, "succeeded");
    }

    @Test
    void waitsForTheRolloutThatKeepsUsersOutAndHoldsItsNextDrainBack() throws Exception {
        CountDownLatch hooks = new CountDownLatch(1);
        fleet.hooksWaitFor = hooks;
        String rollout = call("POST", "/v1/rollouts", """
                {"application": "shop", "version": "1.1", "waves": [["us-west"], ["eu-west"]],
                 "installHooks": {"us-west": "%1$s/hooks/us-west", "eu-west": "%1$s/hooks/eu-west"},
                 "check": {"path": "/version"}}""".formatted(fleet.url()))
                .body()
                .path("id")
                .asString();
        eventually(PATIENCE, () -> assertThat(fleet.orders).contains("us-west 1.1"));
        String id = started(AWAY);
        eventually(
                PATIENCE,
                () -> assertThat(message(id))
                        .isEqualTo("freeze-rollouts us-east: under way: rollout %s of shop in us-west"
                                .formatted(rollout)));
        assertThat(fleet.drains).containsValue("us-west").doesNotContainValue("us-east");

        fleet.hold("PUT /v1/overrides/" + DRAIN);
        fleet.hooksWaitFor = null;
        hooks.countDown();
        eventually(
                PATIENCE,
                () -> assertThat(message(rollout))
                        .isEqualTo("drain eu-west: evacuation %s is under way".formatted(id)));
        eventually(PATIENCE, () -> assertThat(fleet.drains).containsOnlyKeys(DRAIN));

        fleet.release();
        reaches(id, "succeeded");
        reaches(rollout, "succeeded");
        assertThat(fleet.orders).contains("eu-west 1.1");
        assertThat(fleet.drains).containsOnlyKeys(DRAIN);
        assertThat(fleet.faults).isEmpty();
    }

    @Test
    void asksBeforeItBreaksASafetyRuleAndOverrulesOnlyWhatWasApproved() throws Exception {
        fleet.hits.add(new Hit(Rule.OVERLOAD, ApplicationName.of("shop"), "200 requests/s more than fit"));
        String id = started(AWAY);

        JsonNode waiting = reaches(id, "waiting-for-operator");
        assertThat(waiting.at("/question/text").asString()).contains("OVERLOAD of shop: 200 requests/s more than fit");
        assertThat(fleet.drains).isEmpty();
        Answer other = call("POST", "/v1/evacuations", AWAY.replace("us-east", "us-west"));
        assertThat(other.body().path("code").asString()).isEqualTo("EVACUATION_UNDER_WAY");

        assertThat(call("POST", "/v1/runs/" + id + "/approve", "{\"question\": 1}")
                        .status())
                .isEqualTo(200);
        reaches(id, "succeeded");
        assertThat(fleet.queries).containsExactly("force=OVERLOAD&forceReason=approved by alice");
    }

    @Test
    void isCarriedOnByTheNextStartOfTheService() throws Exception {
        fleet.hits.add(new Hit(Rule.OVERLOAD, ApplicationName.of("shop"), "too many"));
        String id = started(AWAY);
        reaches(id, "waiting-for-operator");

        service.close();
        service = start();

        reaches(id, "waiting-for-operator");
        call("POST", "/v1/runs/" + id + "/approve", "{\"question\": 1}");
        reaches(id, "succeeded");
        assertThat(fleet.drains).hasSize(1);
    }

    @Test
    void anAbortGivesBackWhatWasMovedAway() throws Exception {
        fleet.deaf = true;
        String id = started(AWAY);
        eventually(PATIENCE, () -> assertThat(fleet.drains).hasSize(1));
        call("POST", "/v1/runs/" + id + "/abort", "");
        fleet.deaf = false;

        reaches(id, "aborted");
        assertThat(fleet.drains).isEmpty();
    }

    @Test
    void knowsTheDataCentersThatThereAre() throws Exception {
        Answer refused = call("POST", "/v1/evacuations", AWAY.replace("us-east", "mars"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("code").asString()).isEqualTo("UNKNOWN_DATA_CENTER");
        assertThat(call("POST", "/v1/evacuations", "{\"dataCenter\": \"us-east\"}")
                        .body()
                        .path("errors")
                        .toString())
                .contains("/reason");
    }
}
