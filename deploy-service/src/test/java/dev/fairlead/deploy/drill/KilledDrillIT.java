package dev.fairlead.deploy.drill;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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

/** The service is a real process here, killed for real in the middle of a drill and of its way back. */
class KilledDrillIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "a-token-for-tests-only";

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private final int port = FreePorts.next();
    private final Path log;
    private final Path token;
    private @Nullable Process service;

    KilledDrillIT(@TempDir Path folder) throws IOException {
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
    void theNextServiceGivesBackWhatTheOneBeforeTookAway() throws Exception {
        fleet.ttlSeconds = 1;
        start();
        String id = post();
        eventually(PATIENCE, () -> assertThat(fleet.drains).containsValue("us-east"));
        kill();
        CountDownLatch ended = fleet.hold("DELETE /v1/overrides/drill-");
        start();
        killWhen(ended);
        start();
        succeeds(id);

        assertThat(fleet.drains).isEmpty();
        assertThat(fleet.faults).isEmpty();
        JsonNode report = send("GET", "/v1/drills/" + id + "/report", "");
        assertThat(report.at("/rto/ms").asLong()).as("%s", report).isPositive();
    }

    private void killWhen(CountDownLatch called) {
        eventually(PATIENCE, () -> assertThat(called.getCount()).isZero());
        kill();
        fleet.release();
    }

    private void succeeds(String run) {
        eventually(PATIENCE, () -> {
            JsonNode view = send("GET", "/v1/drills/" + run, "");
            assertThat(view.path("state").asString()).as("%s", view).isEqualTo("succeeded");
            assertThat(view.path("epoch").asInt()).isGreaterThan(2);
        });
    }

    private String post() throws Exception {
        String id = send("POST", "/v1/drills", "{\"dataCenter\": \"us-east\", \"holdSeconds\": 5, \"reason\": \"r\"}")
                .path("id")
                .asString();
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
