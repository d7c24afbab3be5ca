package dev.fairlead.deploy.evacuation;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Map;
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

/** Evacuations of a data center with primaries, through the whole service, two switchovers at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrimariesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-for-tests-only";
    private static final String AWAY = "{\"dataCenter\": \"us-east\", \"reason\": \"power work\"}";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private final FakeDatabases databases = new FakeDatabases();
    private final ConfigurableApplicationContext service;

    PrimariesIT(@TempDir Path folder) throws IOException {
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
                "--fairlead.evacuation.primaries-at-once=2",
                "--spring.http.serviceclient.traffic.base-url=" + fleet.url(),
                "--spring.http.serviceclient.health.base-url=" + fleet.url(),
                "--spring.http.serviceclient.replication.base-url=" + databases.url());
    }

    @BeforeEach
    void reset() {
        fleet.drains.clear();
        fleet.queries.clear();
        databases.reset();
        databases.primaries.putAll(Map.of("a", "us-east", "b", "us-east", "c", "us-east", "far", "us-west"));
    }

    @AfterAll
    void stop() {
        service.close();
        fleet.close();
        databases.close();
        database.close();
    }

    private JsonNode call(String method, String path, String body, String... headers) throws Exception {
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
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return json.readTree(answer.body());
    }

    private String started(String... headers) throws Exception {
        return call("POST", "/v1/evacuations", AWAY, headers).path("id").asString();
    }

    private JsonNode run(String id) throws Exception {
        return call("GET", "/v1/runs/" + id, "");
    }

    private JsonNode reaches(String id, String state) throws Exception {
        eventually(PATIENCE, () -> {
            JsonNode run = run(id);
            assertThat(run.path("state").asString()).as("%s", run).isEqualTo(state);
        });
        return run(id);
    }

    private static String steps(JsonNode run) {
        return StreamSupport.stream(run.path("steps").spliterator(), false)
                .map(step -> "%s %s:%s"
                        .formatted(
                                step.path("name").asString(),
                                step.path("target").asString(),
                                step.path("state").asString()))
                .collect(Collectors.joining(", "));
    }

    private static String message(JsonNode run, String name, String target) {
        return StreamSupport.stream(run.path("steps").spliterator(), false)
                .filter(step -> step.path("name").asString().equals(name)
                        && step.path("target").asString().equals(target))
                .map(step -> step.path("message").asString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void movesThePrimariesBeforeTheUsersSomeAtATime() throws Exception {
        String id = started("Idempotency-Key", "once");
        JsonNode run = reaches(id, "succeeded");

        assertThat(steps(run))
                .isEqualTo("check-capacity us-east:done, check-primaries us-east:done, freeze-rollouts us-east:done, "
                        + "move-primary a:done, move-primary b:done, await-primary a:done, move-primary c:done, "
                        + "await-primary b:done, await-primary c:done, move-away shop:done, verify us-east:done");
        assertThat(message(run, "await-primary", "a")).isEqualTo("its primary is in us-west");
        assertThat(databases.events).containsExactly("start a", "start b", "moved a", "start c", "moved b", "moved c");
        assertThat(started("Idempotency-Key", "once"))
                .as("the same, wherever its primaries are now")
                .isEqualTo(id);
        assertThat(fleet.faults).isEmpty();
    }

    @Test
    void nobodyIsMovedWhileAPrimaryIs() throws Exception {
        databases.held.add("b");
        String id = started();

        eventually(PATIENCE, () -> assertThat(databases.events).contains("moved a", "start c"));
        eventually(
                PATIENCE,
                () -> assertThat(message(run(id), "await-primary", "b")).isEqualTo("switchover s-b: begins"));
        assertThat(fleet.drains).isEmpty();

        databases.held.clear();
        reaches(id, "succeeded");
        assertThat(fleet.drains).hasSize(1);
    }

    @Test
    void asksBeforeItLeavesAPrimaryBehindAndMovesTheOthers() throws Exception {
        databases.withoutReplica.add("b");
        databases.withoutRights.add("c");
        String id = started();

        JsonNode waiting = reaches(id, "waiting-for-operator");
        assertThat(waiting.at("/question/text").asString())
                .isEqualTo(
                        "it would break safety rules: PRIMARY_STAYS of b: there is no replica of it; PRIMARY_STAYS of c: "
                                + "Fairlead may not move it: ROLE_PROMOTE, ROLE_READ_ONLY, ROLE_SEAL (fairlead database check c)");
        assertThat(databases.events).isEmpty();
        assertThat(fleet.drains).isEmpty();

        call("POST", "/v1/runs/" + id + "/approve", "{\"question\": 1}");
        JsonNode run = reaches(id, "succeeded");
        assertThat(steps(run)).contains("move-primary a:done", "move-primary b:skipped", "await-primary c:skipped");
        assertThat(message(run, "move-primary", "b")).isEqualTo("alice approved that it stays");
        assertThat(databases.primaries).containsEntry("a", "us-west").containsEntry("b", "us-east");
    }

    @Test
    void aSwitchoverThatFailsTurnsItBackAndSaysWhatWasMoved() throws Exception {
        databases.failing.add("b");

        JsonNode run = reaches(started(), "rolled-back");

        assertThat(run.path("message").asString()).isEqualTo("await-primary b failed: switchover s-b: seal failed");
        assertThat(message(run, "move-primary", "a"))
                .isEqualTo("its primary stays in us-west: switchover s-a had moved it");
        assertThat(message(run, "move-primary", "b")).isEqualTo("its primary was not moved");
        assertThat(fleet.queries).as("nobody was moved").isEmpty();
    }

    @Test
    void anAbortEndsTheSwitchoversThatAreUnderWay() throws Exception {
        databases.held.addAll(List.of("a", "b"));
        String id = started();
        eventually(PATIENCE, () -> assertThat(databases.events).containsExactly("start a", "start b"));

        call("POST", "/v1/runs/" + id + "/abort", "");

        JsonNode run = reaches(id, "aborted");
        assertThat(databases.events).containsExactly("start a", "start b", "abort b", "abort a");
        assertThat(message(run, "move-primary", "a")).isEqualTo("its primary was not moved");
        assertThat(fleet.queries).isEmpty();
    }

    @Test
    void aDryRunListsThePrimaries() throws Exception {
        String movable = call("POST", "/v1/evacuations?dryRun=true", AWAY)
                .path("planHash")
                .asString();
        databases.withoutReplica.add("b");

        JsonNode dry = call("POST", "/v1/evacuations?dryRun=true", AWAY);

        assertThat(dry.path("primaries").toString())
                .isEqualTo("[{\"database\":\"a\",\"to\":\"us-west\",\"reason\":\"us-west is at most 20 ms behind\"},"
                        + "{\"database\":\"b\",\"reason\":\"there is no replica of it\"},"
                        + "{\"database\":\"c\",\"to\":\"us-west\",\"reason\":\"us-west is at most 20 ms behind\"}]");
        assertThat(dry.at("/hits/0/rule").asString()).isEqualTo("PRIMARY_STAYS");
        assertThat(dry.at("/hits/0/detail").asString()).isEqualTo("b: there is no replica of it");
        assertThat(dry.path("planHash").asString()).isNotEqualTo(movable);
        assertThat(databases.events).isEmpty();
    }
}
