package dev.fairlead.health;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.VerdictSimulation;
import dev.fairlead.contracts.traffic.CheckChange;
import dev.fairlead.contracts.traffic.HealthCheck.HoldDown;
import dev.fairlead.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The whole service records what it probes, and answers what would have become of probes of some hours ago. */
class VerdictSimulationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "a-token-for-this-test-only";
    private static final Duration HOUR = Duration.ofHours(1);

    private final TestDatabase database = TestDatabase.create("health");
    private final JdbcClient jdbc =
            JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
    private final Instant began = Instant.now().minus(HOUR.multipliedBy(3));
    private Shop shop;
    private TrafficStandIn traffic;
    private ConfigurableApplicationContext service;
    private RestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        shop = new Shop();
        traffic = TrafficStandIn.withEndpoints(shop.port());
        service = new SpringApplicationBuilder(HealthApplication.class)
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=health",
                        "--spring.datasource.password=" + database.password(),
                        "--fairlead.database-patience=1m",
                        "--fairlead.bus.url=" + database.url(),
                        "--fairlead.bus.user=health",
                        "--fairlead.bus.password=" + database.password(),
                        "--fairlead.service-token-file=" + token,
                        "--spring.http.serviceclient.traffic.base-url=" + traffic.url());
        client = RestClient.builder()
                .baseUrl("http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port"))
                .defaultHeader("Authorization", "Bearer " + TOKEN)
                .build();
        eventually(
                PATIENCE,
                () -> assertThat(api().verdicts().items())
                        .singleElement()
                        .satisfies(verdict -> assertThat(verdict.health()).isEqualTo(Health.UP)));
    }

    @AfterEach
    void close() {
        service.close();
        traffic.close();
        shop.close();
        database.close();
    }

    private HealthApi api() {
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client))
                .build()
                .createClient(HealthApi.class);
    }

    private List<String> outcomes() {
        return jdbc.sql("select distinct outcome from probe_run where until_at > now() - interval '1 hour' order by 1")
                .query((row, number) -> row.getString(1))
                .list();
    }

    @Test
    void recordsWhatItProbes() {
        eventually(PATIENCE, () -> assertThat(outcomes()).containsExactly("PASSED"));

        shop.kill();

        eventually(PATIENCE, () -> assertThat(outcomes()).containsExactly("FAILED", "PASSED"));
    }

    /** For half an hour it passes for 27 s of each half minute. */
    private void flaps() {
        jdbc.sql("""
                        insert into probe_run
                        select gen_random_uuid(), 'local', 'shop', 'us-east', :address, outcome, reason,
                            :began::timestamptz + (30 * turn + first) * interval '1 second',
                            :began::timestamptz + (30 * turn + last) * interval '1 second', probes, 5
                        from generate_series(0, 59) turn, (values
                            ('PASSED', 'status 200', 0, 26.7, 90), ('FAILED', 'connection refused', 27, 29.7, 10))
                            as runs (outcome, reason, first, last, probes)
                        """)
                .param("address", shop.endpoint().address().toString())
                .param("began", began.toString())
                .update();
    }

    private long falls(CheckChange change) {
        List<Transition> would = api().simulate(new VerdictSimulation(
                        began, began.plus(HOUR), ApplicationName.of("shop"), List.of(), change, null))
                .items();
        assertThat(would).extracting(Transition::at).isSorted();
        return would.stream().filter(each -> each.to() == Health.DOWN).count();
    }

    @Test
    void tellsWhatAnotherHoldDownWouldHaveDone() {
        flaps();

        assertThat(falls(CheckChange.NONE)).isEqualTo(5);
        assertThat(falls(new CheckChange(null, null, null, new HoldDown(0, 0)))).isEqualTo(60);
        assertThat(falls(new CheckChange(null, null, null, new HoldDown(60_000, 300_000))))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "shop, -PT2H,  PT1H,  , 422 PERIOD_IN_THE_FUTURE /until",
        "shop, PT1H,   PT2H,  , 422 PERIOD_IN_THE_FUTURE /until",
        "shop, -PT1S,  PT0S,  , 422 PERIOD_TOO_RECENT /from",
        "shop, -P31D, -PT1H,  , 422 PERIOD_TOO_OLD /from",
        "shop, -PT1H, -PT2H,  , 422 INVALID_VALUE /until",
        "shop, -PT2H, -PT1H, 2, 422 INVALID_VALUE /quorum",
        "shop, -PT2H, -PT1H, 0, 422 INVALID_VALUE /quorum",
        "shp,  -PT2H, -PT1H,  , 404 UNKNOWN_APPLICATION"
    })
    void refusesWhatItCannotTell(String application, Duration from, Duration until, Integer quorum, String refusal) {
        Instant now = Instant.now();
        String body = """
                {"from": "%s", "until": "%s", "application": "%s", "quorum": %s}""".formatted(now.plus(from), now.plus(until), application, quorum);

        String answer = post(body);

        assertThat(answer.split(" ")).contains(refusal.split(" "));
    }

    @Test
    void refusesWhatItUnderstandsInPart() {
        String period = "\"from\": \"%s\", \"until\": \"%s\"".formatted(began, began.plus(HOUR));

        assertThat(post("{%s, \"check\": {\"slowMs\": 5}}".formatted(period)).split(" "))
                .contains("422", "UNKNOWN_FIELD", "/check/slowMs");
        assertThat(post("{%s, \"check\": {\"fall\": 0}}".formatted(period)).split(" "))
                .contains("422", "INVALID_VALUE", "/check/fall");
    }

    /** Status, code and pointer of the refusal. */
    private String post(String body) {
        return client.post()
                .uri("/v1/verdicts/simulate")
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .exchange((request, response) -> {
                    String said = new String(response.getBody().readAllBytes());
                    return response.getStatusCode().value() + " " + said.replaceAll("[\",{}\\[\\]]|(\\w+\":)", " ");
                });
    }
}
