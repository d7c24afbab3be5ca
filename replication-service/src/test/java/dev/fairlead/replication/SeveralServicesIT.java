package dev.fairlead.replication;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

/** Several of the service on one database, which is also what they watch: in two regions, as replicas, one after the other. */
@SuppressWarnings("NullAway.Init")
class SeveralServicesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOKEN = "a-service-token-for-tests";

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.create("replication");
    private final List<ConfigurableApplicationContext> started = new ArrayList<>();
    private Path credentials;
    private ConfigurableApplicationContext local;

    @TestConfiguration
    static class Bus {
        @Bean
        EventBus eventBus() {
            return new InMemoryEventBus();
        }
    }

    @BeforeEach
    void startOneThatCertifies() throws IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        credentials = Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(credentials.resolve("shop"), "user=postgres\npassword=unused-secret\n");
        local = start("local", credentials);
        client(local)
                .put()
                .uri("/v1/databases/shop")
                .contentType(MediaType.APPLICATION_YAML)
                .body(shop(250))
                .exchange()
                .expectStatus()
                .isCreated();
        certifies(local);
    }

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close);
        database.close();
    }

    private ConfigurableApplicationContext start(String region, Path credentials, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--fairlead.region=" + region,
                "--spring.datasource.url=" + database.url(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--fairlead.service-token-file=" + folder.resolve("token"),
                "--fairlead.replication.allow-loopback=true",
                "--fairlead.replication.credentials-directory=" + credentials));
        arguments.addAll(List.of(more));
        ConfigurableApplicationContext service = new SpringApplicationBuilder(ReplicationApplication.class, Bus.class)
                .run(arguments.toArray(String[]::new));
        started.add(service);
        return service;
    }

    private String shop(int sampleEveryMs) {
        return """
                kind: Database
                metadata:
                  name: shop
                spec:
                  databaseName: postgres
                  credentials: shop
                  sampleEveryMs: %d
                  members:
                    - dataCenter: us-east
                      address: 127.0.0.1:%d
                """.formatted(sampleEveryMs, database.server().port());
    }

    private static String url(ConfigurableApplicationContext service) {
        return "http://127.0.0.1:" + service.getEnvironment().getRequiredProperty("local.server.port");
    }

    private static RestTestClient client(ConfigurableApplicationContext service) {
        return RestTestClient.bindToServer()
                .baseUrl(url(service))
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                .build();
    }

    private static void certifies(ConfigurableApplicationContext service) {
        eventually(
                PATIENCE,
                () -> client(service)
                        .get()
                        .uri("/v1/freshness")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.items[0].stalenessBoundMs")
                        .isEqualTo(0));
    }

    @Test
    void eitherOfTwoReplicasTakesChangesAndGoesOnWithoutTheOther() {
        ConfigurableApplicationContext replica = start("local", credentials);
        certifies(replica);

        client(replica)
                .put()
                .uri("/v1/databases/shop")
                .contentType(MediaType.APPLICATION_YAML)
                .header(HttpHeaders.IF_MATCH, "\"1\"")
                .body(shop(300))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"2\"");
        client(local).get().uri("/v1/databases/shop").exchange().expectHeader().valueEquals(HttpHeaders.ETAG, "\"2\"");
        certifies(local);
        local.close();
        certifies(replica);
        local = start("local", credentials);
        certifies(local);
        client(replica)
                .delete()
                .uri("/v1/databases/shop")
                .exchange()
                .expectStatus()
                .isNoContent();
        replica.close();

        eventually(
                PATIENCE,
                () -> client(local)
                        .get()
                        .uri("/v1/freshness")
                        .exchange()
                        .expectBody()
                        .jsonPath("$.items.length()")
                        .isEqualTo(0));
    }

    @Test
    void startsWhileItsOwnDatabaseIsAwayAndCertifiesOnceItIsThere() {
        local.close();
        database.whileAway(() -> {
            ConfigurableApplicationContext early = start("east", credentials);
            client(early)
                    .get()
                    .uri("/actuator/health/liveness")
                    .exchange()
                    .expectStatus()
                    .isOk();
            client(early)
                    .get()
                    .uri("/v1/freshness")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                    .expectBody()
                    .jsonPath("$.code")
                    .isEqualTo("NOT_SAMPLED_YET");
        });
        certifies(started.getLast());
    }

    @Test
    void believesARegionThatReachesWhatItDoesNotReach() throws IOException {
        client(local)
                .get()
                .uri("/v1/freshness?of=local")
                .exchange()
                .expectBody(String.class)
                .value(body -> assertThat(body).contains("\"basis\":{\"branch\":{\"systemIdentifier\":"));
        client(local)
                .get()
                .uri("/v1/freshness?of=west")
                .exchange()
                .expectStatus()
                .isNotFound();

        Path noCredentials = Files.createDirectory(folder.resolve("none"));
        RestTestClient west = client(start("west", noCredentials, "--fairlead.peers.local=" + url(local)));
        eventually(
                PATIENCE,
                () -> west.get()
                        .uri("/v1/freshness")
                        .exchange()
                        .expectBody()
                        .jsonPath("$.items[0].role")
                        .isEqualTo("primary")
                        .jsonPath("$.items[0].reachable")
                        .isEqualTo(true)
                        .jsonPath("$.items[0].stalenessBoundMs")
                        .value(Integer.class, bound -> assertThat(bound).isLessThan(4_000))
                        .jsonPath("$.items[0].reason")
                        .value(String.class, reason -> assertThat(reason).contains("as region local said")));
        west.get()
                .uri("/v1/freshness?of=west")
                .exchange()
                .expectBody()
                .jsonPath("$.findings[0].freshness.reachable")
                .isEqualTo(false);
    }

    @Test
    void tellsHowFarThePrimaryIsFromEveryRegionAndNothingOfOneThatIsNotHeard() {
        RestTestClient west = client(start(
                "west",
                credentials,
                "--fairlead.peers.local=" + url(local),
                "--spring.http.serviceclient.traffic.base-url=http://127.0.0.1:1"));
        eventually(
                PATIENCE,
                () -> west.get()
                        .uri("/v1/databases/shop/distance")
                        .exchange()
                        .expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.primary")
                        .isEqualTo("us-east")
                        .jsonPath("$.from[0].region")
                        .isEqualTo("local")
                        .jsonPath("$.from[0].roundTrip.medianMs")
                        .value(Double.class, ms -> assertThat(ms).isBetween(0.001, 2_000.0))
                        .jsonPath("$.from[1].region")
                        .isEqualTo("west")
                        .jsonPath("$.from[1].roundTrip.readings")
                        .value(Integer.class, readings -> assertThat(readings).isPositive())
                        .jsonPath("$.from[1].dataCenter")
                        .doesNotExist());
        local.close();
        eventually(
                PATIENCE,
                () -> west.get()
                        .uri("/v1/databases/shop/distance")
                        .exchange()
                        .expectBody()
                        .jsonPath("$.from[0].region")
                        .isEqualTo("local")
                        .jsonPath("$.from[0].roundTrip")
                        .doesNotExist());
        west.get().uri("/v1/databases/other/distance").exchange().expectStatus().isNotFound();
    }

    @Test
    void writesWhatItSawOfTheMinuteWhenItEnds() throws SQLException {
        Instant begin = Instant.now();
        eventually(PATIENCE, () -> assertThat(Instant.now()).isAfter(begin.plusSeconds(3)));
        local.close();
        assertThat(secondsLookedAt()).isBetween(1.0, 60.0);
    }

    /** In all minutes in which the primary was seen as one. */
    private double secondsLookedAt() throws SQLException {
        try (Connection connection = database.server().connect(database.url().replaceAll(".*/([^?]*).*", "$1"));
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select coalesce(sum(looked_ms), 0) / 1000.0 from replication.lag"
                                + " where region = 'local' and data_center = 'us-east' and most_ms is not null")) {
            row.next();
            return row.getDouble(1);
        }
    }
}
