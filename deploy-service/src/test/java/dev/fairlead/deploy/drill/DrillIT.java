package dev.fairlead.deploy.drill;

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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Drills through the whole service, over a fleet that answers by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-for-tests-only";
    private static final String DRILL = """
            {"application": "shop", "dataCenter": "us-east", "holdSeconds": %d, "reason": "the <weekly> one"}""";
    private static final String WHOLE = "{\"dataCenter\": \"us-east\", \"holdSeconds\": 0, \"reason\": \"all of it\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private final ConfigurableApplicationContext service;

    DrillIT(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        service = SpringApplication.run(
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
                "--spring.http.serviceclient.traffic.base-url=" + fleet.url(),
                "--spring.http.serviceclient.health.base-url=" + fleet.url());
    }

    @BeforeEach
    void resetFleet() {
        fleet.ttlSeconds = 1;
        fleet.down.clear();
        fleet.hits.clear();
        fleet.restored.clear();
        fleet.arrivals = List::of;
    }

    @AfterAll
    void stop() {
        service.close();
        fleet.close();
        database.close();
    }

    @Test
    void movesAnApplicationAwayAndBackAndTellsHowLongThatTook() throws Exception {
        JsonNode run = reaches(started(DRILL.formatted(0)), "succeeded");

        assertThat(steps(run)).isEqualTo("ready:done move-away:done hold:done give-back:done verify:done");
        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.restored).isEmpty();
        assertThat(fleet.faults).isEmpty();
        JsonNode report = get("/v1/drills/" + id(run) + "/report").body();
        assertThat(report.at("/rto/ms").asLong()).as("%s", report).isBetween(1_000L, 20_000L);
        assertThat(report.at("/rto/source").asString()).isEqualTo("plan");
        assertThat(report.at("/rpo/lost").isMissingNode()).isTrue();
        assertThat(report.at("/rpo/reason").asString()).contains("no database");
        assertThat(report.at("/applications/0/backMs").asLong()).isPositive();
        assertThat(report.path("timeline")).hasSize(5);
        assertThat(report.path("author").asString()).isEqualTo("alice");
    }

    @Test
    void theReportIsAlsoAPageThatLoadsNothing() throws Exception {
        String run = id(reaches(started(DRILL.formatted(0)), "succeeded"));

        HttpResponse<String> page = send("GET", "/v1/drills/" + run + "/report.html", "", "Accept", "application/json");

        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body())
                .contains("Loss of us-east, drill of shop")
                .contains("the &lt;weekly&gt; one")
                .contains("move-away shop")
                .doesNotContain("http", "<script", "<weekly>");
    }

    @Test
    void whatDataPlanesCountSaysWhenUsersHaveArrived() throws Exception {
        AtomicLong counted = new AtomicLong();
        fleet.arrivals = () -> List.of(
                new ObservedShare(ApplicationName.of("shop"), DataCenterName.of("us-east"), 0, 0),
                new ObservedShare(
                        ApplicationName.of("shop"), DataCenterName.of("us-west"), counted.addAndGet(1_000), 10_000));

        JsonNode run = reaches(started(DRILL.formatted(0)), "succeeded");

        JsonNode report = get("/v1/drills/" + id(run) + "/report").body();
        assertThat(report.at("/rto/source").asString()).as("%s", report).isEqualTo("arrivals");
        assertThat(report.at("/rto/ms").asLong()).isLessThan(5_000);
    }

    @Test
    void anOperatorBreaksItOff() throws Exception {
        String id = held();

        assertThat(send("POST", "/v1/drills/" + id + "/abort", "").statusCode()).isEqualTo(200);

        JsonNode run = reaches(id, "aborted");
        assertThat(steps(run)).startsWith("ready:done move-away:undone hold:").doesNotContain("give-back:done");
        assertThat(fleet.drains).isEmpty();
        JsonNode report = get("/v1/drills/" + id + "/report").body();
        assertThat(report.path("message").asString()).isEqualTo("aborted by alice");
        assertThat(report.at("/rto/ms").asLong()).isPositive();
        assertThat(send("POST", "/v1/drills/" + id + "/abort", "").statusCode()).isEqualTo(409);
    }

    @Test
    void isBrokenOffWhenAnotherDataCenterIsLost() throws Exception {
        String id = held();

        fleet.down.add("eu-west");

        assertThat(reaches(id, "rolled-back").path("message").asString()).contains("eu-west is down for shop");
        assertThat(fleet.drains).isEmpty();
    }

    @Test
    void itsWritesAreRefusedWithoutMovingAnybody() throws Exception {
        String order = """
                {"application": "shop", "dataCenter": "us-east", "mode": "read-only", "holdSeconds": 3600,
                 "limitMinutes": 90, "reason": "writes"}""";
        String id = started(order);
        eventually(PATIENCE, () -> assertThat(underWay(id)).isEqualTo("hold"));
        assertThat(fleet.readOnly).containsValue("us-east").hasSize(1);
        assertThat(fleet.drains).isEmpty();

        send("POST", "/v1/drills/" + id + "/abort", "");

        assertThat(steps(reaches(id, "aborted"))).startsWith("ready:done read-only:undone");
        assertThat(fleet.readOnly).isEmpty();
        JsonNode report = get("/v1/drills/" + id + "/report").body();
        assertThat(report.at("/rto/reason").asString()).contains("nobody was sent elsewhere");
    }

    @Test
    void nothingElseTakesADataCenterAwayMeanwhile() throws Exception {
        String id = held();

        assertThat(post("/v1/drills", DRILL.formatted(0)).code()).isEqualTo("EVACUATION_UNDER_WAY");
        assertThat(post("/v1/evacuations", "{\"dataCenter\": \"us-west\", \"reason\": \"power work\"}")
                        .body()
                        .path("detail")
                        .asString())
                .isEqualTo("drill %s has not ended".formatted(id));
        String rollout = post("/v1/rollouts", """
                        {"application": "shop", "version": "1.1", "waves": [["us-west"]],
                         "installHooks": {"us-west": "%s/hooks/us-west"}, "check": {"path": "/version"}}""".formatted(fleet.url()))
                .body()
                .path("id")
                .asString();
        eventually(
                PATIENCE,
                () -> assertThat(get("/v1/runs/" + rollout)
                                .body()
                                .path("message")
                                .asString())
                        .contains("drill %s is under way".formatted(id)));
        assertThat(fleet.orders).isEmpty();

        send("POST", "/v1/drills/" + id + "/abort", "");
        reaches(id, "aborted");
        reaches(rollout, "succeeded");
        fleet.orders.clear();
    }

    @Test
    void isRefusedWhileARolloutOrAFailoverIsUnderWay() throws Exception {
        CountDownLatch hooks = new CountDownLatch(1);
        fleet.hooksWaitFor = hooks;
        String rollout = post("/v1/rollouts", """
                        {"application": "shop", "version": "1.2", "waves": [["us-west"]],
                         "installHooks": {"us-west": "%s/hooks/us-west"}, "check": {"path": "/version"}}""".formatted(fleet.url()))
                .body()
                .path("id")
                .asString();
        eventually(PATIENCE, () -> assertThat(fleet.orders).contains("us-west 1.2"));
        Answer refused = post("/v1/drills", DRILL.formatted(0));
        assertThat(refused.code()).isEqualTo("DRILL_REFUSED");
        assertThat(refused.body().path("detail").asString()).contains("rollout " + rollout);
        fleet.hooksWaitFor = null;
        hooks.countDown();
        reaches(rollout, "succeeded");
        fleet.orders.clear();

        fleet.down.add("eu-west");
        assertThat(post("/v1/drills", DRILL.formatted(0)).code()).isEqualTo("DRILL_REFUSED");
    }

    @Test
    void overrulesNoSafetyRuleAndADryRunStartsNothing() throws Exception {
        Answer dry = post("/v1/drills?dryRun=true", WHOLE);
        assertThat(dry.status()).as("%s", dry).isEqualTo(200);
        assertThat(dry.body().path("planHash").asString()).isEqualTo("hash");
        assertThat(post("/v1/drills?planHash=other", WHOLE).code()).isEqualTo("PLAN_CHANGED");

        fleet.hits.add(new Hit(Rule.OVERLOAD, ApplicationName.of("shop"), "200 requests/s more than fit"));

        assertThat(post("/v1/drills", WHOLE).body().path("detail").asString())
                .isEqualTo("it would break OVERLOAD of shop: 200 requests/s more than fit");
        assertThat(post("/v1/drills", "{\"dataCenter\": \"mars\", \"reason\": \"r\"}")
                        .code())
                .isEqualTo("UNKNOWN_DATA_CENTER");
        assertThat(post("/v1/drills", "{\"application\": \"x\", \"dataCenter\": \"us-east\", \"reason\": \"r\"}")
                        .code())
                .isEqualTo("UNKNOWN_APPLICATION");
        assertThat(fleet.drains).isEmpty();
    }

    @Test
    void keepsAHistoryThatIsReadPageByPage() throws Exception {
        String first = id(reaches(started(WHOLE), "succeeded"));
        String second = id(reaches(started(DRILL.formatted(0)), "succeeded"));

        JsonNode page = get("/v1/drills?application=shop&limit=1").body();
        assertThat(page.at("/items/0/id").asString()).isEqualTo(second);
        assertThat(page.at("/items/0/rtoMs").asLong()).isPositive();
        JsonNode next = get("/v1/drills?application=shop&limit=1&before="
                        + page.path("next").asString())
                .body();
        assertThat(next.at("/items/0/id").asString()).isEqualTo(first);
        assertThat(get("/v1/drills?application=other").body().path("items")).isEmpty();
        assertThat(get("/v1/drills/unknown").code()).isEqualTo("UNKNOWN_DRILL");
    }

    @Test
    void theSameRequestStartsOneDrill() throws Exception {
        String body = DRILL.formatted(0);
        Answer one = answer(send("POST", "/v1/drills", body, "Idempotency-Key", "once"));
        Answer two = answer(send("POST", "/v1/drills", body, "Idempotency-Key", "once"));

        assertThat(two.body().path("id").asString())
                .isEqualTo(one.body().path("id").asString());
        reaches(id(one.body()), "succeeded");
    }

    private String held() throws Exception {
        String id = started(DRILL.formatted(600));
        eventually(PATIENCE, () -> assertThat(underWay(id)).isEqualTo("hold"));
        assertThat(fleet.drains).containsValue("us-east").hasSize(1);
        return id;
    }

    private String underWay(String id) throws Exception {
        for (JsonNode step : get("/v1/drills/" + id).body().path("steps")) {
            if (!step.path("state").asString().equals("done")) {
                return step.path("name").asString();
            }
        }
        return "none";
    }

    private String started(String body) throws Exception {
        Answer accepted = post("/v1/drills", body);
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return id(accepted.body());
    }

    private JsonNode reaches(String id, String state) throws Exception {
        eventually(PATIENCE, () -> {
            JsonNode run = get("/v1/runs/" + id).body();
            assertThat(run.path("state").asString()).as("%s", run).isEqualTo(state);
        });
        return get("/v1/runs/" + id).body();
    }

    private static String id(JsonNode run) {
        return run.path("id").asString();
    }

    private static String steps(JsonNode run) {
        return StreamSupport.stream(run.path("steps").spliterator(), false)
                .map(step ->
                        step.path("name").asString() + ":" + step.path("state").asString())
                .collect(Collectors.joining(" "));
    }

    private record Answer(int status, JsonNode body) {

        String code() {
            return body.path("code").asString();
        }
    }

    private Answer get(String path) throws Exception {
        return answer(send("GET", path, ""));
    }

    private Answer post(String path, String body) throws Exception {
        return answer(send("POST", path, body));
    }

    private Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), json.readTree(response.body()));
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Fairlead-Actor", "alice")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
