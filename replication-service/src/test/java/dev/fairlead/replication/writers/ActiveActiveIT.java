package dev.fairlead.replication.writers;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.ReplicationApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole service over two servers that replicate to each other. */
@SpringBootTest(
        classes = {ReplicationApplication.class, ActiveActiveIT.Bus.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fairlead.replication.allow-loopback=true")
@AutoConfigureRestTestClient
@SuppressWarnings("NullAway.Init")
class ActiveActiveIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOKEN = "a-service-token-for-tests";
    private static final TestDatabase database = TestDatabase.create("replication");

    @TempDir
    static Path folder;

    private static TwoWriters servers;

    @Autowired
    private RestTestClient anyone;

    @Autowired
    private JsonMapper json;

    private RestTestClient rest;

    @TestConfiguration
    static class Bus {
        @Bean
        EventBus eventBus() {
            return new InMemoryEventBus();
        }
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.jpa.hibernate.ddl-auto", () -> "validate");
        registry.add("fairlead.database-patience", () -> "1m");
        registry.add("fairlead.service-token-file", token::toString);
        registry.add("fairlead.replication.credentials-directory", folder::toString);
    }

    @BeforeAll
    static void start() throws SQLException, IOException {
        servers = new TwoWriters(folder);
    }

    @AfterAll
    static void stop() {
        servers.close();
        database.close();
    }

    @BeforeEach
    void watch() {
        rest = anyone.mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                .build();
        rest.put()
                .uri("/v1/databases/shop")
                .contentType(MediaType.APPLICATION_YAML)
                .body(servers.yaml())
                .exchange()
                .expectStatus()
                .is2xxSuccessful();
        eventually(PATIENCE, () -> {
            assertThat(member("us-east").path("stalenessBoundMs").asLong(99_999))
                    .isLessThan(5_000);
            assertThat(member("us-west").path("stalenessBoundMs").asLong(99_999))
                    .isLessThan(5_000);
        });
    }

    @Test
    void everyMemberIsAWriterThatIsReadAndSaysHowFarItIs() throws SQLException {
        servers.east("insert into orders values (1, 'east')");
        servers.west("insert into orders values (2, 'west')");
        eventually(PATIENCE, () -> {
            assertThat(servers.orders(servers.east)).startsWith("1=east 2=west");
            assertThat(servers.orders(servers.west)).startsWith("1=east 2=west");
        });
        assertThat(member("us-east").path("role").asString("")).isEqualTo("writer");
        assertThat(member("us-west").path("role").asString("")).isEqualTo("writer");
        eventually(PATIENCE, () -> {
            JsonNode pairs = get("/v1/databases/shop/pairs").path("items");
            assertThat(pairs.size()).isEqualTo(2);
            assertThat(pairs.path(0).path("slot").asString("")).isEqualTo("us_west");
            assertThat(pairs.path(1).path("slot").asString("")).isEqualTo("us_east");
            pairs.forEach(pair ->
                    assertThat(pair.path("stalenessBoundMs").asLong(99_999)).isLessThan(5_000));
        });
        JsonNode check = get("/v1/databases/shop/check");
        assertThat(check.toString()).doesNotContain("\"error\"").contains("SEQUENCES_OVERLAP");
        servers.west("alter subscription from_us_east set (origin = any)");
        assertThat(get("/v1/databases/shop/check").toString()).contains("\"ORIGIN\"");
        servers.west("alter subscription from_us_east set (origin = none)");
    }

    @Test
    void countsWhatTwoDataCentersChangedAtOnce() throws SQLException {
        servers.east("insert into orders values (10, 'new')");
        eventually(PATIENCE, () -> assertThat(servers.orders(servers.west)).contains("10=new"));
        assertThat(conflicts()).isEmpty();
        servers.west("alter subscription from_us_east disable");
        servers.east("update orders set place = 'east' where id = 10");
        servers.west("update orders set place = 'west' where id = 10");
        servers.west("alter subscription from_us_east enable");
        eventually(
                PATIENCE,
                () -> assertThat(conflicts().path("update_origin_differs").asLong(0))
                        .isEqualTo(1));
    }

    /** Of what us-west got from us-east. */
    private JsonNode conflicts() {
        return get("/v1/databases/shop/pairs").path("items").path(0).path("conflicts");
    }

    @Test
    void movesNoPrimaryBecauseThereIsNone() {
        for (String kind : new String[] {"takeovers", "switchovers"}) {
            rest.post()
                    .uri("/v1/" + kind)
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("{\"database\": \"shop\", \"to\": \"us-west\", \"reason\": \"by mistake\"}")
                    .exchange()
                    .expectStatus()
                    .isEqualTo(HttpStatus.CONFLICT)
                    .expectBody()
                    .jsonPath("$.code")
                    .isEqualTo("EVERY_DATA_CENTER_WRITES");
        }
    }

    @Test
    void theOthersGoOnWhenOneIsLost() throws SQLException {
        servers.west.kill();
        try {
            eventually(PATIENCE, () -> {
                assertThat(member("us-west").path("reachable").asBoolean(true)).isFalse();
                assertThat(member("us-west").path("stalenessBoundMs").asLong(0)).isGreaterThan(1_000);
                assertThat(member("us-east").path("reachable").asBoolean(false)).isTrue();
                assertThat(member("us-east").path("stalenessBoundMs").asLong(99_999))
                        .isLessThan(1_000);
                assertThat(member("us-east").path("reason").asString("")).contains("but for what us-west did not send");
            });
            servers.east("insert into orders values (3, 'east')");
        } finally {
            servers.west.start();
        }
        eventually(PATIENCE, () -> {
            assertThat(servers.orders(servers.west)).contains("3=east");
            assertThat(member("us-west").path("reachable").asBoolean(false)).isTrue();
        });
    }

    private JsonNode member(String dataCenter) {
        for (JsonNode member : get("/v1/freshness").path("items")) {
            if (member.path("dataCenter").asString("").equals(dataCenter)) {
                return member;
            }
        }
        throw new AssertionError("nothing is said of " + dataCenter);
    }

    private JsonNode get(String uri) {
        String body = rest.get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        return json.readTree(body == null ? "" : body);
    }
}
