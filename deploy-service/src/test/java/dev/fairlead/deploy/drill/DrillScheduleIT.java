package dev.fairlead.deploy.drill;

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
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Schedules through the whole service: what is written is kept, and a window that is open begins one drill. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DrillScheduleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-token-for-tests-only";
    private static final String WEEKLY = "/v1/drill-schedules/weekly";
    private static final String ALWAYS = "\"from\": \"00:00\", \"to\": \"23:59:59.999\"";

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("deploy");
    private final FakeFleet fleet = new FakeFleet();
    private final ConfigurableApplicationContext service;

    DrillScheduleIT(@TempDir Path folder) throws IOException {
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
                "--spring.http.serviceclient.traffic.base-url=" + fleet.url(),
                "--spring.http.serviceclient.health.base-url=" + fleet.url());
    }

    @AfterEach
    void forget() throws Exception {
        send("DELETE", WEEKLY, "");
        fleet.down.clear();
    }

    @AfterAll
    void stop() {
        service.close();
        fleet.close();
        database.close();
    }

    private static String weekly(String window, String dataCenter) {
        return """
                {"kind": "DrillSchedule", "metadata": {"name": "weekly"}, "spec": {
                 "drill": {"dataCenter": "%s", "holdSeconds": 0, "reason": "the weekly one"}, "window": {%s}}}""".formatted(dataCenter, window);
    }

    /** A window of a day that is neither today nor tomorrow. */
    private static String closed() {
        InstantSource clock = InstantSource.system();
        Instant later = clock.instant().plus(Duration.ofDays(3));
        return "\"days\": [\"%s\"], %s".formatted(later.atZone(ZoneOffset.UTC).getDayOfWeek(), ALWAYS);
    }

    @Test
    void keepsWhatIsWrittenAndRefusesWhoReadAnOlderOne() throws Exception {
        String body = weekly(closed(), "us-east");
        assertThat(send("PUT", WEEKLY, body).statusCode()).isEqualTo(201);
        HttpResponse<String> same = send("PUT", WEEKLY, body);
        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(same.headers().firstValue("ETag")).hasValue("\"1\"");

        HttpResponse<String> changed = send("PUT", WEEKLY, weekly(closed(), "us-west"), "If-Match", "\"1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(send("PUT", WEEKLY, body, "If-Match", "\"1\"").statusCode()).isEqualTo(412);
        assertThat(send("PUT", WEEKLY + "?dryRun=true", body).statusCode()).isEqualTo(200);
        JsonNode stored = body(send("GET", WEEKLY, ""));
        assertThat(stored.at("/spec/drill/dataCenter").asString()).isEqualTo("us-west");
        assertThat(stored.at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(body(send("GET", "/v1/drill-schedules", "")).path("items")).hasSize(1);
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        HttpResponse<String> unknown = send("PUT", WEEKLY, weekly(closed(), "mars"));
        assertThat(body(unknown).path("code").asString()).isEqualTo("UNKNOWN_DATA_CENTER");
        HttpResponse<String> other = send("PUT", "/v1/drill-schedules/daily", weekly(closed(), "us-east"));
        assertThat(body(other).path("code").asString()).isEqualTo("INVALID_DRILL_SCHEDULE");
        assertThat(send("GET", "/v1/drill-schedules/daily", "").statusCode()).isEqualTo(404);
        assertThat(send("DELETE", "/v1/drill-schedules/daily", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anOpenWindowBeginsOneDrillOnceNothingStandsInItsWay() throws Exception {
        fleet.down.add("eu-west");
        assertThat(send("PUT", WEEKLY, weekly(ALWAYS, "us-east")).statusCode()).isEqualTo(201);
        eventually(
                PATIENCE,
                () -> assertThat(body(send("GET", WEEKLY, ""))
                                .at("/status/refusal")
                                .asString())
                        .contains("eu-west is down"));
        assertThat(body(send("GET", "/v1/drills", "")).path("items")).isEmpty();

        fleet.down.clear();

        eventually(PATIENCE, () -> {
            JsonNode drills = body(send("GET", "/v1/drills", "")).path("items");
            assertThat(drills.path(0).path("state").asString()).as("%s", drills).isEqualTo("succeeded");
        });
        JsonNode drills = body(send("GET", "/v1/drills", "")).path("items");
        assertThat(drills).hasSize(1);
        assertThat(drills.path(0).path("author").asString()).isEqualTo("schedule weekly");
        assertThat(body(send("GET", WEEKLY, "")).has("status")).isFalse();

        service.getBean(DrillScheduler.class).look();
        assertThat(body(send("GET", "/v1/drills", "")).path("items")).hasSize(1);
    }

    private JsonNode body(HttpResponse<String> response) {
        return json.readTree(response.body());
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        String port = service.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
