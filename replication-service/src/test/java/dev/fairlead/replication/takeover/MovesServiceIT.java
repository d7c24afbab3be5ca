package dev.fairlead.replication.takeover;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.MoveStatus;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.ReplicationApplication;
import dev.fairlead.service.json.LenientJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Moves through the whole service: what operators ask of it, and what it begins by itself. */
@SuppressWarnings("NullAway.Init")
class MovesServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOKEN = "a-service-token-for-tests";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("replication");
    private FakeTrafficServer traffic;
    private Trio trio;
    private ConfigurableApplicationContext service;

    @TestConfiguration
    static class Bus {
        @Bean
        EventBus eventBus() {
            return new InMemoryEventBus();
        }
    }

    @BeforeEach
    void start() throws SQLException, IOException {
        trio = new Trio(folder.resolve("trio"), true);
        traffic = new FakeTrafficServer();
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        service = new SpringApplicationBuilder(ReplicationApplication.class, Bus.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.http.serviceclient.traffic.base-url=" + traffic.url(),
                        "--fairlead.database-patience=1m",
                        "--fairlead.takeover.at-once=1",
                        "--fairlead.service-token-file=" + token,
                        "--fairlead.replication.allow-loopback=true",
                        "--fairlead.replication.credentials-directory=" + trio.credentials());
    }

    @AfterEach
    void stop() {
        service.close();
        traffic.close();
        trio.close();
        database.close();
    }

    private Answer call(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
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
                answer.statusCode(), answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body()));
    }

    private record Answer(int status, JsonNode body) {

        String text(String pointer) {
            return body.at(pointer).asString();
        }
    }

    private void put(String mode) throws IOException, InterruptedException {
        put("shop", mode);
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/freshness", "").body().toString())
                        .contains("\"role\":\"primary\",\"reachable\":true,\"stalenessBoundMs\":0"));
    }

    private void put(String name, String mode) throws IOException, InterruptedException {
        String body = """
                {"kind": "Database", "metadata": {"name": "%s"}, "spec": {"databaseName": "postgres", "credentials": "shop",
                 "members": [{"dataCenter": "us-east", "address": "127.0.0.1:%d"},
                   {"dataCenter": "us-west", "address": "127.0.0.1:%d"},
                   {"dataCenter": "eu-west", "address": "127.0.0.1:%d"}],
                 "sampleEveryMs": 100, "synchronous": {"members": ["us-east", "us-west", "eu-west"]},
                 "takeover": {"mode": "%s", "suspectAfterMs": 1000, "leaseMs": 10000}}}""".formatted(name, trio.east.port(), trio.west.port(), trio.europe.port(), mode);
        assertThat(call("PUT", "/v1/databases/" + name, body).status()).isEqualTo(201);
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/freshness", "").body().toString())
                        .contains("\"role\":\"primary\",\"reachable\":true,\"stalenessBoundMs\":0"));
    }

    @Test
    void beginsATakeoverByItselfOnceAndAnswersWhoAsksForIt() throws Exception {
        put("automatic");
        trio.east.server().kill();
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/takeovers", "").text("/items/0/author"))
                        .isEqualTo("fairlead"));
        String id = call("GET", "/v1/takeovers", "").text("/items/0/id");

        Answer second = call("POST", "/v1/takeovers", "{\"database\": \"shop\", \"reason\": \"me too\"}");
        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("/code")).isEqualTo("MOVE_UNDER_WAY");
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/takeovers/" + id, "").text("/message"))
                        .contains("web writes to us-east"));
        assertThat(traffic.orders.values())
                .singleElement()
                .asString()
                .contains("\"kind\":\"read-only\"", "takeover " + id);
        String now = call("GET", "/v1/takeovers/" + id, "").text("/steps/5/output/dataCenter");
        traffic.writeTo(now);
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/takeovers/" + id, "").text("/message"))
                        .contains("us-east does not answer"));
        assertThat(traffic.orders).isEmpty();
        Listing<MoveStatus> told = LenientJson.of(json)
                .convertValue(call("GET", "/v1/takeovers", "").body(), new TypeReference<>() {});
        assertThat(told.items()).singleElement().satisfies(run -> {
            assertThat(run.subject()).isEqualTo(DatabaseName.of("shop"));
            assertThat(run.routed()).isTrue();
            assertThat(run.ended()).isFalse();
        });
        assertThat(call("POST", "/v1/takeovers/" + id + "/abort", "").status()).isEqualTo(200);
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/takeovers/" + id, "").text("/state"))
                        .isEqualTo("aborted"));
        assertThat(call("POST", "/v1/databases/shop/acknowledge-takeover", "").status())
                .isEqualTo(204);
        assertThat(call("GET", "/v1/takeovers", "").body().at("/items")).hasSize(1);
    }

    @Test
    void beginsNoMoreTakeoversAtATimeThanItMay() throws Exception {
        put("shop", "automatic");
        put("stock", "automatic");
        eventually(PATIENCE, () -> {
            for (String name : List.of("shop", "stock")) {
                assertThat(call("GET", "/v1/freshness", "").body().toString())
                        .contains(
                                "\"database\":\"%s\",\"dataCenter\":\"us-east\",\"role\":\"primary\",\"reachable\":true"
                                        .formatted(name));
            }
        });
        trio.east.server().kill();

        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/takeovers", "").text("/items/0/steps/6/state"))
                        .isEqualTo("done"));

        assertThat(call("GET", "/v1/takeovers", "").body().at("/items")).hasSize(1);
    }

    @Test
    void refusesATargetThatLagsWithWhatItLacks() throws Exception {
        put("manual");
        Trio.execute(trio.west, "alter system set primary_conninfo = ''");
        Trio.execute(trio.west, "select pg_reload_conf()");
        eventually(
                PATIENCE,
                () -> assertThat(Trio.query(trio.west, "select count(*) from pg_stat_wal_receiver"))
                        .isEqualTo("0"));
        Trio.execute(trio.east.server(), "insert into rows values (1)");

        Answer refused = call(
                "POST", "/v1/takeovers", "{\"database\": \"shop\", \"to\": \"us-west\", \"reason\": \"it burns\"}");

        assertThat(refused.status()).as("%s", refused).isEqualTo(409);
        assertThat(refused.text("/code")).isEqualTo("TARGET_LAGS");
        assertThat(refused.text("/detail"))
                .containsPattern("us-west has received up to .*, [0-9]+ bytes less than eu-west")
                .contains("it shows what was committed until");
    }

    @Test
    void answersARepeatedOrderWithItsRunWhateverBecameOfTheServers() throws Exception {
        put("manual");
        String order = "{\"database\": \"shop\", \"to\": \"%s\", \"reason\": \"power work\"}";
        String path = "/v1/switchovers";
        Answer first = call("POST", path, order.formatted("us-west"), "Idempotency-Key", "once");
        assertThat(first.status()).as("%s", first).isEqualTo(202);
        trio.east.server().kill();
        trio.west.kill();
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/freshness", "").body().toString())
                        .doesNotContain("\"role\":\"primary\",\"reachable\":true"));

        Answer again = call("POST", path, order.formatted("us-west"), "Idempotency-Key", "once");
        Answer another = call("POST", path, order.formatted("eu-west"), "Idempotency-Key", "once");

        assertThat(again.status()).as("%s", again).isEqualTo(202);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(another.status()).isEqualTo(409);
        assertThat(another.text("/code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void answersARepeatedOrderWithItsRunWhenTheLogWentOn() throws Exception {
        put("manual");
        String order = "{\"database\": \"shop\", \"from\": \"us-east\", \"reason\": \"it burns\"}";
        Answer first = call("POST", "/v1/takeovers", order, "Idempotency-Key", "once");
        assertThat(first.status()).as("%s", first).isEqualTo(202);

        for (int i = 0; i < 20; i++) {
            Trio.execute(trio.east.server(), "insert into rows values (%d)".formatted(i));
            Answer again = call("POST", "/v1/takeovers", order, "Idempotency-Key", "once");
            assertThat(again.text("/id")).as("%s", again).isEqualTo(first.text("/id"));
        }
    }

    @Test
    void refusesWhatThereIsNot() throws Exception {
        put("manual");
        assertThat(call("POST", "/v1/takeovers", "{\"database\": \"other\", \"reason\": \"r\"}")
                        .status())
                .isEqualTo(404);
        assertThat(call("POST", "/v1/takeovers", "{\"database\": \"shop\", \"to\": \"mars\", \"reason\": \"r\"}")
                        .text("/code"))
                .isEqualTo("NOT_A_STANDBY");
        assertThat(call("POST", "/v1/takeovers", "{\"database\": \"shop\", \"from\": \"mars\", \"reason\": \"r\"}")
                        .text("/code"))
                .isEqualTo("NO_MEMBER_THERE");
        assertThat(call("POST", "/v1/takeovers", "{\"database\": \"shop\"}").status())
                .isEqualTo(422);
        assertThat(call("POST", "/v1/switchovers", "{\"database\": \"shop\", \"reason\": \"r\"}")
                        .status())
                .isEqualTo(422);
        assertThat(call("GET", "/v1/switchovers/none", "").status()).isEqualTo(404);
        assertThat(call("POST", "/v1/databases/shop/acknowledge-takeover", "").status())
                .isEqualTo(404);
    }
}
