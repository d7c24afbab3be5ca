package dev.fairlead.deploy.evacuation;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.deploy.DeployApplication;
import dev.fairlead.deploy.rollout.FakeFleet;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service is a real process here, killed for real in every step of an evacuation and of the way back. */
class KilledEvacuationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "a-token-for-tests-only";
    private static final String DRAIN =
            "/v1/overrides/" + EvacuationDrains.id(DataCenterName.of("us-east"), ApplicationName.of("shop"));
    private static final String PLAN = "GET /v1/applications/shop/plan";
    private static final String VOTES = "GET /v1/vantage-points";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private final int port = FreePorts.next();
    private final Path log;
    private final Path token;
    private @Nullable Process service;

    KilledEvacuationIT(@TempDir Path folder) throws IOException {
        log = folder.resolve("log");
        token = Files.writeString(folder.resolve("token"), TOKEN);
    }

    @AfterEach
    void stop() {
        kill();
        http.close();
        fleet.close();
        database.close();
    }

    @Test
    void theNextServiceGoesOnWhereverTheOneBeforeWasKilled() throws Exception {
        start();
        CountDownLatch hooks = new CountDownLatch(1);
        fleet.hooksWaitFor = hooks;
        post("/v1/rollouts", """
                {"application": "shop", "version": "1.1", "waves": [["us-west"]],
                 "installHooks": {"us-west": "%s/hooks/us-west"}, "check": {"path": "/version"}}""".formatted(fleet.url()));
        eventually(PATIENCE, () -> assertThat(fleet.orders).contains("us-west 1.1"));

        CountDownLatch outlook = fleet.hold("PUT /v1/overrides/" + Outlook.DRAIN);
        String away = post("/v1/evacuations", "{\"dataCenter\": \"us-east\", \"reason\": \"power work\"}");
        killIn("check-capacity", away, outlook);
        start();
        killIn("freeze-rollouts", away, new CountDownLatch(0));
        fleet.hooksWaitFor = null;
        hooks.countDown();
        startAndKillIn("move-away", away, "PUT " + DRAIN);
        startAndKillIn("move-away", away, PLAN);
        startAndKillIn("verify", away, VOTES);
        start();
        succeeds(away, 5);
        assertThat(fleet.drains).containsValue("us-east").hasSize(1);

        CountDownLatch end = fleet.hold("DELETE " + DRAIN);
        String back =
                post("/v1/evacuations", "{\"dataCenter\": \"us-east\", \"direction\": \"back\", \"reason\": \"done\"}");
        killIn("give-back", back, end);
        startAndKillIn("verify", back, VOTES);
        start();
        succeeds(back, 2);
        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.faults).isEmpty();
    }

    /** Starts a service, and kills it when it has called the fleet so in this step and has no answer. */
    private void startAndKillIn(String step, String run, String call) throws IOException {
        CountDownLatch called = fleet.hold(call);
        start();
        killIn(step, run, called);
    }

    private void killIn(String step, String run, CountDownLatch called) {
        eventually(PATIENCE, () -> {
            assertThat(called.getCount()).isZero();
            assertThat(stepUnderWay(run)).isEqualTo(step);
        });
        kill();
        fleet.release();
    }

    private String stepUnderWay(String run) throws Exception {
        for (JsonNode step : send("GET", "/v1/runs/" + run, "").path("steps")) {
            if (!step.path("state").asString().equals("done")) {
                return step.path("name").asString();
            }
        }
        return "none";
    }

    private void succeeds(String run, int kills) {
        eventually(PATIENCE, () -> {
            JsonNode view = send("GET", "/v1/runs/" + run, "");
            assertThat(view.path("state").asString()).as("%s", view).isEqualTo("succeeded");
            assertThat(view.path("epoch").asInt()).isGreaterThan(kills);
        });
    }

    private String post(String path, String body) throws Exception {
        String id = send("POST", path, body).path("id").asString();
        assertThat(id).isNotEmpty();
        return id;
    }

    private JsonNode send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        return JsonMapper.shared()
                .readTree(http.send(request, BodyHandlers.ofString()).body());
    }

    private void start() throws IOException {
        String classPath = Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
        service = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        DeployApplication.class.getName(),
                        "--server.port=" + port,
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--fairlead.bus.url=" + database.url(),
                        "--fairlead.bus.user=" + database.user(),
                        "--fairlead.bus.password=" + database.password(),
                        "--fairlead.database-patience=1m",
                        "--fairlead.exit-with-parent=true",
                        "--fairlead.service-token-file=" + token,
                        "--fairlead.deploy.allow-loopback=true",
                        "--spring.http.serviceclient.traffic.base-url=" + fleet.url(),
                        "--spring.http.serviceclient.replication.base-url=http://127.0.0.1:1",
                        "--spring.http.serviceclient.health.base-url=" + fleet.url()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        eventually(
                PATIENCE,
                () -> assertThat(send("GET", "/v1/runs", "").has("items")).isTrue());
    }

    private void kill() {
        Process running = service;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }
}
