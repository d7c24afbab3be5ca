package dev.fairlead.deploy.rollout;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.deploy.DeployApplication;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rollouts through the whole service, over a fleet that answers by HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolloutIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOKEN = "a-token-for-tests-only";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private ConfigurableApplicationContext service;
    private final Path token;

    RolloutIT(@TempDir Path folder) throws IOException {
        token = Files.writeString(folder.resolve("token"), TOKEN);
        service = start();
    }

    private ConfigurableApplicationContext start() {
        return start(database.url(), "--spring.jpa.hibernate.ddl-auto=validate", "--fairlead.database-patience=1m");
    }

    private ConfigurableApplicationContext start(String url, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--fairlead.bus.url=" + url,
                "--fairlead.bus.user=" + database.user(),
                "--fairlead.bus.password=" + database.password(),
                "--fairlead.service-token-file=" + token,
                "--fairlead.deploy.allow-loopback=true",
                "--fairlead.deploy.within.check=2s",
                "--spring.http.serviceclient.traffic.base-url=" + fleet.url(),
                "--spring.http.serviceclient.health.base-url=" + fleet.url()));
        arguments.addAll(List.of(more));
        return SpringApplication.run(DeployApplication.class, arguments.toArray(String[]::new));
    }

    @BeforeEach
    void resetFleet() {
        FakeFleet.DATA_CENTERS.forEach(dataCenter -> fleet.installed.put(dataCenter, "1.0"));
        fleet.orders.clear();
    }

    @AfterAll
    void stop() {
        service.close();
        fleet.close();
        database.close();
    }

    @Test
    void installsInEveryDataCenterWaveAfterWave() throws Exception {
        Answer accepted = call("POST", "/v1/rollouts", rollout("1.1"), "Idempotency-Key", "key-1");
        assertThat(accepted.status()).isEqualTo(202);
        String id = accepted.body().path("id").asString();
        assertThat(accepted.location()).isEqualTo("/v1/rollouts/" + id);
        assertThat(accepted.body().path("author").asString()).isEqualTo("alice");

        JsonNode ended = ended(id, "succeeded");

        assertThat(fleet.orders).containsExactly("us-east 1.1", "us-west 1.1", "eu-west 1.1");
        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.faults).isEmpty();
        assertThat(steps(ended))
                .isEqualTo("drain:done install:done check:done restore:done "
                        .repeat(3)
                        .strip());
        assertThat(ended.path("waves")).hasSize(2);
        assertThat(ended.path("waves").path(1).path("dataCenters")).hasSize(2);
        assertThat(get("/v1/runs/" + id).body().path("kind").asString()).isEqualTo("rollout");
        assertThat(get("/v1/versions").body().path("items"))
                .hasSize(3)
                .allMatch(version -> version.path("version").asString().equals("1.1"));
        Answer again = call("POST", "/v1/rollouts", rollout("1.1"), "Idempotency-Key", "key-1");
        assertThat(again.body().path("id").asString()).isEqualTo(id);
        assertThat(call("POST", "/v1/rollouts", rollout("1.2"), "Idempotency-Key", "key-1")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aFailedCheckBringsTheOldVersionsAndTheTrafficBackInReverse() throws Exception {
        fleet.broken.add("us-west 2.0");
        String id = started(rollout("2.0"));

        JsonNode ended = ended(id, "rolled-back");

        assertThat(fleet.orders).containsExactly("us-east 2.0", "us-west 2.0", "us-west 1.0", "us-east 1.0");
        assertThat(fleet.installed).doesNotContainValue("2.0");
        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.faults).isEmpty();
        assertThat(steps(ended))
                .startsWith("drain:undone install:undone check:done restore:undone"
                        + " drain:undone install:undone check:failed restore:pending drain:pending");
        assertThat(ended.path("message").asString())
                .isEqualTo("check us-west failed: not within 2 s: 192.0.2.2:80 from local: 500 from 2.0");
    }

    @Test
    void aRolloutInAnyStepIsFinishedByTheNextStartOfTheService() throws Exception {
        CountDownLatch hooks = new CountDownLatch(1);
        fleet.hooksWaitFor = hooks;
        String id = started(rollout("3.0"));
        eventually(PATIENCE, () -> assertThat(fleet.orders).containsExactly("us-east 3.0"));

        service.close();
        fleet.hooksWaitFor = null;
        hooks.countDown();
        service = start();

        ended(id, "succeeded");
        assertThat(fleet.installed).containsValue("3.0").doesNotContainValue("1.0");
        assertThat(fleet.drains).isEmpty();
    }

    @Test
    void aServiceStartedWithoutItsDatabaseCarriesRolloutsOnWhenItComes(@TempDir Path data) throws Exception {
        service.close();
        PostgresServer server = PostgresServer.create(data.resolve("data"), FreePorts.next(), Map.of("fsync", "off"));
        try {
            service = start(server.jdbcUrl("fairlead"));
            assertThat(get("/actuator/health/readiness").status()).isEqualTo(503);
            assertThat(get("/actuator/health/liveness").status()).isEqualTo(200);
            Answer refused = call("POST", "/v1/rollouts", rollout("7.0"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body().path("code").asString()).isEqualTo("DATABASE_AWAY");

            server.start();
            try (Connection connection = server.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create database fairlead");
            }
            Roles.create(server, "fairlead", database.user(), database.password());

            eventually(
                    PATIENCE,
                    () -> assertThat(get("/actuator/health/readiness").status()).isEqualTo(200));
            ended(started(rollout("7.0")), "succeeded");
        } finally {
            service.close();
            server.delete();
            service = start();
        }
    }

    @Test
    void waitsWithAReasonWhileADataCenterIsDownAndCanBePausedAndAborted() throws Exception {
        fleet.down.add("eu-west");
        String id = started(rollout("4.0"));
        eventually(
                PATIENCE,
                () -> assertThat(
                                get("/v1/rollouts/" + id).body().path("message").asString())
                        .isEqualTo("drain us-east: eu-west is down, no rollout into a failover: as the test set it"));

        Answer second = call("POST", "/v1/rollouts", rollout("4.1"));
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.body().path("code").asString()).isEqualTo("ROLLOUT_UNDER_WAY");
        assertThat(second.body().path("detail").asString()).contains(id);

        assertThat(call("POST", "/v1/rollouts/" + id + "/pause", "").status()).isEqualTo(200);
        ended(id, "paused");
        assertThat(call("POST", "/v1/rollouts/" + id + "/resume", "").status()).isEqualTo(200);
        ended(id, "running");
        assertThat(call("POST", "/v1/rollouts/" + id + "/approve", "{\"question\": 1}")
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("NOT_ASKED");
        assertThat(call("POST", "/v1/rollouts/" + id + "/abort", "").status()).isEqualTo(200);
        assertThat(ended(id, "aborted").path("message").asString()).isEqualTo("aborted by alice");
        assertThat(call("POST", "/v1/rollouts/" + id + "/abort", "")
                        .body()
                        .path("code")
                        .asString())
                .isEqualTo("ROLLOUT_ENDED");
        assertThat(fleet.orders).isEmpty();
        fleet.down.clear();
    }

    @Test
    void anOperatorWhoApprovesHasWhatCouldNotBeUndoneTriedAgain() throws Exception {
        fleet.broken.add("us-east 6.0");
        fleet.refused.add("us-east 1.0");
        String id = started(rollout("6.0"));

        JsonNode waiting = ended(id, "waiting-for-operator");

        assertThat(waiting.at("/question/number").asInt()).isEqualTo(1);
        assertThat(waiting.at("/question/text").asString())
                .isEqualTo("could not be undone: the hook answers 403 to the order to install 1.0");
        assertThat(fleet.drains).containsValue("us-east");
        assertThat(approve(id, "{\"question\": 2}").body().path("code").asString())
                .isEqualTo("NOT_ASKED");
        assertThat(approve(id, "{}").status()).isEqualTo(422);
        assertThat(approve(id, "{\"question\": \"one\"}").status()).isEqualTo(422);
        assertThat(approve(id, "").status()).isEqualTo(400);
        assertThat(approve("none", "{\"question\": 1}").status()).isEqualTo(404);

        fleet.refused.clear();
        Answer approved = approve(id, "{\"question\": 1}");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.body().path("id").asString()).isEqualTo(id);

        assertThat(ended(id, "rolled-back").has("question")).isFalse();
        assertThat(fleet.installed).doesNotContainValue("6.0");
        assertThat(fleet.drains).isEmpty();
        assertThat(approve(id, "{\"question\": 1}").status()).isEqualTo(409);
    }

    private Answer approve(String id, String body) throws Exception {
        return call("POST", "/v1/rollouts/" + id + "/approve", body);
    }

    @Test
    void leavesADataCenterDrainedThatAnOperatorHadDrained() throws Exception {
        fleet.drains.put("by-hand", "us-east");
        String id = started(rollout("7.0"));

        ended(id, "succeeded");

        assertThat(fleet.installed).doesNotContainValue("1.0");
        assertThat(fleet.drains).containsOnlyKeys("by-hand");
        fleet.drains.clear();
    }

    @Test
    void neverDrainsTheOnlyDataCenterThatServes() throws Exception {
        fleet.drains.put("by-hand-1", "us-west");
        fleet.drains.put("by-hand-2", "eu-west");
        String id = started(rollout("5.0"));

        assertThat(ended(id, "failed").path("message").asString())
                .isEqualTo("drain us-east failed: us-east is the only data center that serves");
        assertThat(fleet.orders).isEmpty();
        fleet.drains.clear();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "application": "shop"       | "application": "nobody"                | UNKNOWN_APPLICATION | /application
            "application": "shop"       | "application": "No Label"              | INVALID_VALUE       | /application
            ["us-west", "eu-west"]      | ["us-west", "mars"]                    | INVALID_VALUE       | /installHooks
            ["us-west", "eu-west"]      | ["us-west", "us-east"]                 | INVALID_VALUE       | /waves
            "version": "9.0"            | "version": " "                         | INVALID_VALUE       | /version
            "version": "9.0"            | "version": "9\\u0000"                   | INVALID_VALUE       | /version
            "version": "9.0"            | "version": null                        | INVALID_VALUE       | /version
            "waves": [["us-east"],      | "waves": [null,                        | INVALID_VALUE       | /waves
            ["us-west", "eu-west"]      | ["us-west", null]                      | INVALID_VALUE       | /waves
            "path": "/version"          | "path": "/", "timeoutMs": 999999999    | INVALID_VALUE       | /check/timeoutMs
            "us-east": "http            | "eu-north": null, "us-east": "http     | INVALID_VALUE       | /installHooks
            "version": "9.0"            | "version": "9.0", "wave": 1            | UNKNOWN_FIELD       | /wave
            "path": "/version"          | "path": "version"                      | INVALID_VALUE       | /check/path
            "path": "/version"          | "path": "/", "expectedStatus": 9       | INVALID_VALUE       | /check/expectedStatus
            "us-east": "http            | "us-east": "ftp                        | FORBIDDEN_HOOK      | /installHooks/us-east
            "us-east": "http://127.0.0.1 | "us-east": "http://169.254.169.254    | FORBIDDEN_HOOK      | /installHooks/us-east
            """)
    void refusesBadInputWithAPointerAndStoresNothing(String sound, String bad, String code, String pointer)
            throws Exception {
        int before = get("/v1/rollouts").body().path("items").size();

        Answer refused = call("POST", "/v1/rollouts", rollout("9.0").replace(sound, bad));

        assertThat(refused.body().path("code").asString()).as("%s", refused).isEqualTo(code);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
        assertThat(get("/v1/rollouts").body().path("items")).hasSize(before);
    }

    @Test
    void refusesADataCenterWhereTheApplicationHasNoPool() throws Exception {
        String mars = rollout("9.0")
                .replace("[\"us-east\"]", "[\"mars\"]")
                .replace("\"us-east\": \"http", "\"mars\": \"http");
        Answer refused = call("POST", "/v1/rollouts", mars);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("code").asString()).isEqualTo("UNKNOWN_DATA_CENTER");
        assertThat(refused.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/waves/0/0");
    }

    @Test
    void knowsNoRolloutThatWasNeverStarted() throws Exception {
        assertThat(get("/v1/rollouts/none").body().path("code").asString()).isEqualTo("UNKNOWN_ROLLOUT");
        assertThat(get("/v1/runs/none").body().path("code").asString()).isEqualTo("UNKNOWN_RUN");
        assertThat(call("POST", "/v1/rollouts/none/pause", "").status()).isEqualTo(404);
    }

    private String rollout(String version) {
        return """
                {"application": "shop", "version": "%1$s",
                 "waves": [["us-east"], ["us-west", "eu-west"]],
                 "installHooks": {"us-east": "%2$s/hooks/us-east", "us-west": "%2$s/hooks/us-west",
                                  "eu-west": "%2$s/hooks/eu-west"},
                 "check": {"path": "/version"}}""".formatted(version, fleet.url());
    }

    private String started(String body) throws Exception {
        Answer accepted = call("POST", "/v1/rollouts", body);
        assertThat(accepted.status()).as("%s", accepted).isEqualTo(202);
        return accepted.body().path("id").asString();
    }

    private JsonNode ended(String id, String state) {
        eventually(
                PATIENCE,
                () -> assertThat(get("/v1/rollouts/" + id).body().path("state").asString())
                        .as("%s", fleet.orders)
                        .isEqualTo(state));
        try {
            return get("/v1/rollouts/" + id).body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String steps(JsonNode rollout) {
        return rollout.findValues("steps").stream()
                .flatMap(steps -> StreamSupport.stream(steps.spliterator(), false))
                .map(step ->
                        step.path("name").asString() + ":" + step.path("state").asString())
                .collect(Collectors.joining(" "));
    }

    private Answer get(String path) throws Exception {
        return call("GET", path, "");
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
        return new Answer(
                answer.statusCode(),
                json.readTree(answer.body()),
                answer.headers().firstValue("Location").orElse(""));
    }

    private record Answer(int status, JsonNode body, String location) {}
}
