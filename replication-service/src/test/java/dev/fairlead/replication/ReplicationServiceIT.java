package dev.fairlead.replication;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.Topic;
import dev.fairlead.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The whole service with its own database; what it watches is the server that database is on. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "fairlead.replication.allow-loopback=true")
@AutoConfigureRestTestClient
@SuppressWarnings("NullAway.Init")
class ReplicationServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String TOKEN = "a-service-token-for-tests";
    private static final TestDatabase database = TestDatabase.create("replication");

    @TempDir
    static Path folder;

    @Autowired
    private RestTestClient anyone;

    @Autowired
    private InMemoryEventBus bus;

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
        Files.writeString(folder.resolve("shop"), "user=postgres\npassword=unused-secret\n");
        registry.add("spring.datasource.url", database::url);
        registry.add("spring.datasource.username", database::user);
        registry.add("spring.datasource.password", database::password);
        registry.add("spring.jpa.hibernate.ddl-auto", () -> "validate");
        registry.add("fairlead.database-patience", () -> "1m");
        registry.add("fairlead.service-token-file", token::toString);
        registry.add("fairlead.replication.credentials-directory", folder::toString);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    @BeforeEach
    void startWithoutDatabases() {
        rest = anyone.mutate()
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN)
                .build();
        rest.delete().uri("/v1/databases/shop").exchange();
        eventually(PATIENCE, () -> assertThat(freshness()).doesNotContain("\"shop\""));
    }

    @Test
    void answersOnlyFellowServices() {
        anyone.get().uri("/v1/freshness").exchange().expectStatus().isUnauthorized();
    }

    @Test
    void watchesADatabaseFromThePutToTheDelete() {
        put(yaml(250), HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON_VALUE)
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"1\"");
        eventually(
                PATIENCE,
                () -> assertThat(freshness())
                        .contains("\"role\":\"primary\"")
                        .contains("\"reachable\":true")
                        .contains("\"stalenessBoundMs\":0"));
        assertThat(bus.published()).contains(new Event(Topic.FRESHNESS.name(), "shop"));
        assertThat(freshness()).doesNotContain("unused-secret");
        assertThat(body("/actuator/prometheus"))
                .contains(
                        "fairlead_replication_staleness_bound_seconds{data_center=\"us-east\",database=\"shop\"} 0.0");

        rest.delete().uri("/v1/databases/shop").exchange().expectStatus().isNoContent();
        eventually(PATIENCE, () -> assertThat(freshness()).isEqualTo("{\"items\":[]}"));
        assertThat(body("/actuator/prometheus")).doesNotContain("database=\"shop\"");
        rest.get()
                .uri("/v1/databases/shop")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("UNKNOWN_DATABASE");
    }

    @Test
    void saysWhatIsWrongWithTheServersOfADatabase() {
        rest.get().uri("/v1/databases/shop/check").exchange().expectStatus().isNotFound();
        put(yaml(250)).expectStatus().isCreated();
        assertThat(body("/v1/databases/shop/check"))
                .contains("\"database\":\"shop\"")
                .contains("\"code\":\"ROLE_SUPERUSER\"")
                .contains("create role \\\"postgres\\\" login replication")
                .doesNotContain("unused-secret");
    }

    @Test
    void saysWhoMayWriteOrWhyNobodyIsFenced() {
        rest.get()
                .uri("/v1/databases/shop/lease")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("UNKNOWN_DATABASE");
        put(yaml(250)).expectStatus().isCreated();
        assertThat(body("/v1/databases/shop/lease"))
                .contains("\"reason\":\"no member is under local control of this service")
                .contains("\"revoked\":false");
    }

    @Test
    void changesOnlyWhatTheCallerHasSeen() {
        put(yaml(250)).expectStatus().isCreated();
        put(yaml(250)).expectStatus().isOk().expectHeader().valueEquals(HttpHeaders.ETAG, "\"1\"");
        put(yaml(500), HttpHeaders.IF_MATCH, "\"1\"")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"2\"");
        put(yaml(750), HttpHeaders.IF_MATCH, "\"1\"")
                .expectStatus()
                .isEqualTo(HttpStatus.PRECONDITION_FAILED)
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("STALE_ETAG");
        rest.delete()
                .uri("/v1/databases/shop")
                .header(HttpHeaders.IF_MATCH, "\"1\"")
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.PRECONDITION_FAILED);
        rest.get()
                .uri("/v1/databases/shop")
                .exchange()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"2\"")
                .expectBody()
                .jsonPath("$.spec.sampleEveryMs")
                .isEqualTo(500);
        assertThat(body("/v1/databases")).contains("\"generation\":2");
    }

    @Test
    void tellsWithoutStoringWhatAPutWouldComeTo() {
        preview(yaml(250)).expectStatus().isOk().expectHeader().valueEquals(HttpHeaders.ETAG, "\"1\"");
        rest.get().uri("/v1/databases/shop").exchange().expectStatus().isNotFound();

        put(yaml(250)).expectStatus().isCreated();
        preview(yaml(250)).expectHeader().valueEquals(HttpHeaders.ETAG, "\"1\"");
        preview(yaml(500), HttpHeaders.IF_MATCH, "\"1\"")
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"2\"")
                .expectBody()
                .jsonPath("$.spec.sampleEveryMs")
                .isEqualTo(500);
        preview(yaml(500), HttpHeaders.IF_MATCH, "\"7\"").expectStatus().isEqualTo(HttpStatus.PRECONDITION_FAILED);
        preview(yaml(1)).expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        assertThat(body("/v1/databases/shop")).contains("\"generation\":1").contains("\"sampleEveryMs\":250");
    }

    @Test
    void onlyOneOfManyThatChangeAtOnceWhatTheyHaveSeenSucceeds() {
        put(yaml(250)).expectStatus().isCreated();
        List<HttpStatusCode> answers = IntStream.range(300, 312)
                .parallel()
                .mapToObj(every -> put(yaml(every), HttpHeaders.IF_MATCH, "\"1\"")
                        .returnResult()
                        .getStatus())
                .toList();
        assertThat(answers).containsOnlyOnce(HttpStatus.OK);
        assertThat(answers)
                .filteredOn(status -> !status.equals(HttpStatus.OK))
                .containsOnly(HttpStatus.PRECONDITION_FAILED);
    }

    @Test
    void refusesWhatIsNoDatabaseAtAll() {
        for (String body : List.of("", "3", "[]", "null", "{", "spec: {members: {}}", "kind: Database", bomb())) {
            int status = put(body).returnResult().getStatus().value();
            assertThat(status).as(body).isBetween(400, 422);
        }
        rest.put().uri("/v1/databases/shop").exchange().expectStatus().is4xxClientError();
        rest.put()
                .uri("/v1/databases/shop")
                .contentType(MediaType.TEXT_PLAIN)
                .body(yaml(250))
                .exchange()
                .expectStatus()
                .isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
        rest.get().uri("/v1/databases/shop").exchange().expectStatus().isNotFound();
    }

    /** Ten aliases of ten aliases, nine deep. */
    private static String bomb() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", Collections.nCopies(10, "*a" + (i - 1)))));
        }
        return yaml.toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Database        | kind: Application        | /kind",
                "name: shop            | name: other              | /metadata/name",
                "credentials: shop     | credentials: ../shop     | /spec/credentials",
                "sampleEveryMs: 250    | sampleEvery: 250         | /spec/sampleEvery",
                "databaseName: postgres| databaseName: ''         | /spec/databaseName",
                "sampleEveryMs: 250    | sampleEveryMs: 1         | /spec/sampleEveryMs",
                "dataCenter: us-west   | dataCenter: us-east      | /spec/members/1/dataCenter",
                "dataCenter: us-west   | dataCenter: US_WEST      | /spec/members/1/dataCenter",
                "192.0.2.7:5432        | 169.254.169.254:80       | /spec/members/1/address",
                "192.0.2.7:5432        | '[fe80::1]:5432'         | /spec/members/1/address",
                "192.0.2.7:5432        | '[64:ff9b::1]:5432'      | /spec/members/1/address",
                "192.0.2.7:5432        | 192.0.2.7:70000          | /spec/members/1/address",
                "192.0.2.7:5432        | '[fd00:ec2::254]:80'     | /spec/members/1/address",
                "192.0.2.7:5432        | 224.0.0.1:5432           | /spec/members/1/address",
                "192.0.2.7:5432        | 0.0.0.0:5432             | /spec/members/1/address",
                "192.0.2.7:5432        | db.example.com:5432      | /spec/members/1/address",
                "192.0.2.7:5432        | 192.0.2.7                | /spec/members/1/address"
            })
    void refusesWhatCannotBeAndPointsAtIt(String right, String wrong, String pointer) {
        String yaml = yaml(250) + """
                  - dataCenter: us-west
                    address: 192.0.2.7:5432
                """.indent(2);
        assertThat(yaml).contains(right);
        put(yaml.replace(right, wrong.replace("'", "\"")))
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo(pointer);
        rest.get().uri("/v1/databases/shop").exchange().expectStatus().isNotFound();
    }

    @Test
    void tellsHowStaleEveryMemberWasAndHowMuchOfThatWasMissed() {
        lag("").expectStatus().isNotFound().expectBody().jsonPath("$.code").isEqualTo("UNKNOWN_DATABASE");
        put(yaml(250)).expectStatus().isCreated();
        lag("?from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z")
                .expectStatus()
                .isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT)
                .expectBody()
                .jsonPath("$.errors[0].pointer")
                .isEqualTo("/from");
        lag("?from=2020-01-01T00:00:00Z").expectStatus().isEqualTo(HttpStatus.UNPROCESSABLE_CONTENT);
        lag("?from=yesterday").expectStatus().is4xxClientError();
        lag("").expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.region")
                .isEqualTo("local")
                .jsonPath("$.series[0].dataCenter")
                .isEqualTo("us-east")
                .jsonPath("$.series[0].coverage.missedSeconds")
                .isNumber()
                .jsonPath("$.series[0].points")
                .isArray();
    }

    @Test
    void tellsOfLogicalSlotsOfTheDatabaseAloneAndThatThereIsNoPrimaryToAsk() {
        String slots = "/v1/databases/shop/logical-slots";
        rest.get().uri(slots).exchange().expectStatus().isNotFound();
        put(yaml(250)).expectStatus().isCreated();
        eventually(PATIENCE, () -> assertThat(body(slots)).isEqualTo("{\"items\":[]}"));
        put(yaml(250).replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1"))
                .expectStatus()
                .isOk();
        eventually(
                PATIENCE,
                () -> rest.get()
                        .uri(slots)
                        .exchange()
                        .expectStatus()
                        .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE)
                        .expectBody()
                        .jsonPath("$.code")
                        .isEqualTo("PRIMARY_AWAY"));
    }

    private RestTestClient.ResponseSpec lag(String query) {
        return rest.get().uri("/v1/databases/shop/lag" + query).exchange();
    }

    @Test
    void goesOnCertifyingWhileItsOwnDatabaseIsAway() {
        put(yaml(250)).expectStatus().isCreated();
        eventually(PATIENCE, () -> assertThat(freshness()).contains("\"stalenessBoundMs\":0"));
        database.whileAway(() -> {
            assertThat(freshness()).contains("\"stalenessBoundMs\":0");
            rest.get().uri("/v1/databases/shop").exchange().expectStatus().is5xxServerError();
            assertThat(freshness()).contains("\"stalenessBoundMs\":0");
        });
        eventually(
                PATIENCE,
                () -> rest.get()
                        .uri("/v1/databases/shop")
                        .exchange()
                        .expectStatus()
                        .isOk());
    }

    private static String yaml(int sampleEveryMs) {
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

    private RestTestClient.ResponseSpec put(String yaml, String... header) {
        return send("/v1/databases/shop", yaml, header);
    }

    private RestTestClient.ResponseSpec preview(String yaml, String... header) {
        return send("/v1/databases/shop?dryRun=true", yaml, header);
    }

    private RestTestClient.ResponseSpec send(String uri, String yaml, String... header) {
        RestTestClient.RequestBodySpec request = rest.put().uri(uri).contentType(MediaType.APPLICATION_YAML);
        if (header.length == 2) {
            request.header(header[0], header[1]);
        }
        return request.body(yaml).exchange();
    }

    private String freshness() {
        return body("/v1/freshness");
    }

    private String body(String uri) {
        EntityExchangeResult<String> answer = rest.get()
                .uri(uri)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult();
        String body = answer.getResponseBody();
        return body == null ? "" : body;
    }
}
