package dev.fairlead.health;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.postgres.PostgresEventBus;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.postgres.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/** The whole service on a real database and a real bus, with real endpoints to probe. */
class HealthApplicationIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "a-token-for-this-test-only";

    @TempDir
    private static Path folder;

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @BeforeAll
    static void writeToken() throws Exception {
        Files.writeString(folder.resolve("token"), TOKEN);
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : toClose.reversed()) {
            closeable.close();
        }
    }

    private <T extends AutoCloseable> T closing(T closeable) {
        toClose.add(closeable);
        return closeable;
    }

    private ConfigurableApplicationContext start(TestDatabase database, TrafficStandIn traffic, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--spring.jpa.hibernate.ddl-auto=validate");
        all.add("--fairlead.database-patience=1m");
        return start(database.url(), database.password(), traffic, all);
    }

    private ConfigurableApplicationContext start(
            String url, String password, TrafficStandIn traffic, List<String> more) {
        boolean anyPort = more.stream().noneMatch(argument -> argument.startsWith("--server.port="));
        List<String> arguments = new ArrayList<>(List.of(
                anyPort ? "--server.port=0" : "--spring.main.banner-mode=off",
                "--server.address=127.0.0.1",
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=health",
                "--spring.datasource.password=" + password,
                "--fairlead.bus.url=" + url,
                "--fairlead.bus.user=health",
                "--fairlead.bus.password=" + password,
                "--fairlead.service-token-file=" + folder.resolve("token"),
                "--spring.http.serviceclient.traffic.base-url=" + traffic.url()));
        arguments.addAll(more);
        return closing(new SpringApplicationBuilder(HealthApplication.class).run(arguments.toArray(String[]::new)));
    }

    private static String url(ConfigurableApplicationContext service) {
        return "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port");
    }

    private static RestClient client(ConfigurableApplicationContext service) {
        return RestClient.builder()
                .baseUrl(url(service))
                .defaultHeader("Authorization", "Bearer " + TOKEN)
                .build();
    }

    private static HealthApi api(ConfigurableApplicationContext service) {
        return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(client(service)))
                .build()
                .createClient(HealthApi.class);
    }

    private static List<Transition> transitions(ConfigurableApplicationContext service) {
        Listing<Transition> listing = client(service)
                .get()
                .uri("/v1/transitions?limit=10")
                .retrieve()
                .body(new ParameterizedTypeReference<>() {});
        return listing == null ? List.of() : listing.items();
    }

    private static Map<Endpoint, Health> healths(HealthApi health) {
        return health.verdicts().items().stream().collect(Collectors.toMap(Verdict::endpoint, Verdict::health));
    }

    private static List<String> inForce(List<Verdict> verdicts) {
        return verdicts.stream()
                .map(verdict ->
                        "%s since %s by proof of %s".formatted(verdict.health(), verdict.since(), verdict.proof()))
                .toList();
    }

    private List<String> verdictEvents(TestDatabase database) {
        List<String> keys = new CopyOnWriteArrayList<>();
        EventBus bus = closing(new PostgresEventBus(database.url(), database.user(), database.password()));
        bus.subscribe(Topic.VERDICTS.name(), new EventBus.Listener() {
            @Override
            public void onEvent(Event event) {
                keys.add(event.key());
            }

            @Override
            public void onConnected() {}
        });
        eventually(PATIENCE, () -> assertThat(bus.connected()).isTrue());
        return keys;
    }

    @Test
    void aKilledEndpointIsDownByRestAndOnTheBusAndARestartKeepsThat() throws Exception {
        TestDatabase database = closing(TestDatabase.create("health"));
        Shop lasting = closing(new Shop());
        Shop doomed = closing(new Shop());
        TrafficStandIn traffic = closing(TrafficStandIn.withEndpoints(lasting.port(), doomed.port()));
        List<String> events = verdictEvents(database);
        ConfigurableApplicationContext service = start(database, traffic);
        HealthApi health = api(service);
        Map<Endpoint, Health> bothUp = Map.of(lasting.endpoint(), Health.UP, doomed.endpoint(), Health.UP);
        eventually(PATIENCE, () -> assertThat(healths(health)).isEqualTo(bothUp));
        String[] both = {lasting.endpoint().toString(), doomed.endpoint().toString()};
        eventually(PATIENCE, () -> assertThat(events).containsExactlyInAnyOrder(both));
        events.clear();

        doomed.kill();

        Map<Endpoint, Health> oneDown = Map.of(lasting.endpoint(), Health.UP, doomed.endpoint(), Health.DOWN);
        eventually(PATIENCE, () -> assertThat(healths(health)).isEqualTo(oneDown));
        eventually(
                PATIENCE,
                () -> assertThat(events).containsExactly(doomed.endpoint().toString()));
        List<Verdict> before = health.verdicts().items();
        assertThat(before).extracting(Verdict::endpoint).isSorted();
        assertThat(before)
                .filteredOn(verdict -> verdict.health() == Health.DOWN)
                .singleElement()
                .satisfies(down -> {
                    assertThat(down.reason()).isEqualTo("down by 1 of 1 (local: connection refused)");
                    assertThat(down.proof()).isBefore(down.since());
                    assertThat(down.votes())
                            .singleElement()
                            .extracting(Observation::health)
                            .isEqualTo(Health.DOWN);
                });
        String known = health.verdicts(null).getHeaders().getETag();
        ResponseEntity<Listing<Verdict>> unchanged = health.verdicts(known);
        assertThat(unchanged.getStatusCode()).isEqualTo(HttpStatus.NOT_MODIFIED);
        assertThat(unchanged.getBody()).isNull();
        assertThat(health.observations().items()).hasSize(2);
        eventually(
                PATIENCE,
                () -> assertThat(health.observations(
                                        health.observations(null).getHeaders().getETag())
                                .getStatusCode())
                        .isEqualTo(HttpStatus.NOT_MODIFIED));
        assertThat(health.observations("another").getBody()).isNotNull();
        eventually(PATIENCE, () -> assertThat(transitions(service)).hasSize(3));
        assertThat(transitions(service).getFirst().endpoint()).isEqualTo(doomed.endpoint());
        assertThat(transitions(service).getFirst().to()).isEqualTo(Health.DOWN);

        service.close();
        traffic.close();
        events.clear();
        ConfigurableApplicationContext restarted = start(database, traffic);
        HealthApi again = api(restarted);

        assertThat(inForce(again.verdicts().items()))
                .as("at once, before evidence of its own")
                .isEqualTo(inForce(before));
        eventually(
                PATIENCE,
                () -> assertThat(again.verdicts().items())
                        .as("probed from the stored targets while the traffic-service is away")
                        .allSatisfy(verdict -> assertThat(verdict.votes())
                                .extracting(Observation::health)
                                .containsExactly(verdict.health())));
        assertThat(healths(again)).isEqualTo(oneDown);
        assertThat(transitions(restarted)).hasSize(3);
        assertThat(events).isEmpty();
    }

    @Test
    void decidesWithoutADatabaseAndStoresWhatItDecidedWhenOneComes(@TempDir Path data) throws Exception {
        PostgresServer server = PostgresServer.create(data.resolve("data"), FreePorts.next(), Map.of("fsync", "off"));
        closing((AutoCloseable) server::delete);
        Shop shop = closing(new Shop());
        TrafficStandIn traffic = closing(TrafficStandIn.withEndpoints(shop.port()));
        ConfigurableApplicationContext service = start(server.jdbcUrl("fairlead"), "secret", traffic, List.of());
        eventually(PATIENCE, () -> assertThat(healths(api(service))).isEqualTo(Map.of(shop.endpoint(), Health.UP)));
        assertThat(status(service, "/actuator/health/readiness")).isEqualTo(503);
        assertThat(status(service, "/actuator/health/liveness")).isEqualTo(200);
        assertThat(status(service, "/v1/transitions")).isEqualTo(503);

        server.start();
        try (Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database fairlead");
        }
        Roles.create(server, "fairlead", "health", "secret");

        eventually(
                PATIENCE,
                () -> assertThat(status(service, "/actuator/health/readiness")).isEqualTo(200));
        eventually(
                PATIENCE,
                () -> assertThat(transitions(service))
                        .singleElement()
                        .extracting(Transition::to)
                        .isEqualTo(Health.UP));
        eventually(PATIENCE, () -> {
            try (Connection connection = server.connect("fairlead");
                    Statement statement = connection.createStatement()) {
                assertThat(statement.executeQuery("select from health.target").next())
                        .isTrue();
            }
        });
        service.close();
        traffic.close();
        assertThat(healths(api(start(server.jdbcUrl("fairlead"), "secret", traffic, List.of()))))
                .as("from the targets stored meanwhile")
                .isEqualTo(Map.of(shop.endpoint(), Health.UP));
    }

    private static int status(ConfigurableApplicationContext service, String path) {
        return client(service)
                .get()
                .uri(path)
                .exchange((request, response) -> response.getStatusCode().value());
    }

    @Test
    void twoVantagePointsDecideTogetherAndChecksAnswerWithAReason() throws Exception {
        Shop shop = closing(new Shop());
        TrafficStandIn traffic = closing(TrafficStandIn.withEndpoints(shop.port()));
        TestDatabase shared = closing(TestDatabase.create("health"));
        ConfigurableApplicationContext west = start(shared, traffic, "--fairlead.region=west");
        ConfigurableApplicationContext north = start(
                shared,
                traffic,
                "--fairlead.region=north",
                "--fairlead.health.quorum=2",
                "--fairlead.peers.west=" + url(west));

        eventually(
                PATIENCE,
                () -> assertThat(api(north).verdicts().items()).singleElement().satisfies(verdict -> {
                    assertThat(verdict.health()).isEqualTo(Health.UP);
                    assertThat(verdict.votes())
                            .extracting(Observation::vantagePoint)
                            .containsExactly(RegionName.of("north"), RegionName.of("west"));
                }));
        assertThat(body(north, "/v1/vantage-points"))
                .containsPattern("\"name\":\"north\",\"fresh\":true,[^}]*\"isolated\":false")
                .contains("\"name\":\"west\",\"url\":\"" + url(west) + "\",\"fresh\":true");
        assertThat(check(west, shop, 200, "version-7")).satisfies(result -> {
            assertThat(result.vantagePoint()).isEqualTo(RegionName.of("west"));
            assertThat(result.passed()).isTrue();
            assertThat(result.reason()).isEqualTo("status 200");
        });
        assertThat(check(west, shop, 200, "version-8").reason())
                .isEqualTo("status 200, but the body lacks 'version-8'");
        assertThat(check(west, shop, 204, null).reason()).isEqualTo("status 200, not 204");
        assertThat(refusal(west, "\"/healthz\\r\\nX: y\""))
                .contains("422 INVALID_VALUE")
                .contains("\"pointer\":\"/path\"");
        assertThat(body(west, "/actuator/prometheus"))
                .contains("fairlead_probes_started_total")
                .contains("fairlead_probes_lateness_seconds_count")
                .contains("fairlead_probes_stretch_count")
                .contains("fairlead_verdicts_changed_total 1.0");

        west.close();
        eventually(
                PATIENCE,
                () -> assertThat(api(north).verdicts().items()).singleElement().satisfies(verdict -> {
                    assertThat(verdict.health()).isEqualTo(Health.UNKNOWN);
                    assertThat(verdict.reason()).endsWith("; was up");
                }));
        eventually(
                PATIENCE,
                () -> assertThat(body(north, "/v1/transitions"))
                        .contains("\"region\":\"north\"")
                        .doesNotContain("\"region\":\"west\""));
        assertThat(body(north, "/v1/transitions?region=west"))
                .contains("\"region\":\"west\"")
                .doesNotContain("\"region\":\"north\"");
        eventually(PATIENCE, () -> assertThat(body(north, "/v1/vantage-points")).contains("\"isolated\":true"));
        eventually(
                PATIENCE,
                () -> assertThat(body(north, "/actuator/prometheus"))
                        .containsPattern("fairlead_region_isolated[^ ]* 1.0"));
        shop.kill();
        eventually(
                PATIENCE,
                () -> assertThat(check(north, shop, 200, null).reason()).isEqualTo("connection refused"));
    }

    @Test
    void twoRegionsThatHearEachOtherComeToTheSameVerdicts() throws Exception {
        Shop lasting = closing(new Shop());
        Shop doomed = closing(new Shop());
        TrafficStandIn traffic = closing(TrafficStandIn.withEndpoints(lasting.port(), doomed.port()));
        TestDatabase shared = closing(TestDatabase.create("health"));
        int northPort = FreePorts.next();
        ConfigurableApplicationContext west = start(
                shared,
                traffic,
                "--fairlead.region=west",
                "--fairlead.health.quorum=2",
                "--fairlead.peers.north=http://127.0.0.1:" + northPort);
        ConfigurableApplicationContext north = start(
                shared,
                traffic,
                "--server.port=" + northPort,
                "--fairlead.region=north",
                "--fairlead.health.quorum=2",
                "--fairlead.peers.west=" + url(west));
        bothSay(List.of(west, north), Map.of(lasting.endpoint(), Health.UP, doomed.endpoint(), Health.UP));

        doomed.kill();

        bothSay(List.of(west, north), Map.of(lasting.endpoint(), Health.UP, doomed.endpoint(), Health.DOWN));
    }

    private static void bothSay(List<ConfigurableApplicationContext> regions, Map<Endpoint, Health> expected) {
        eventually(
                PATIENCE,
                () -> assertThat(regions)
                        .allSatisfy(region -> assertThat(healths(api(region))).isEqualTo(expected)));
    }

    private static CheckResult check(
            ConfigurableApplicationContext service, Shop shop, int status, @Nullable String expectedBody) {
        return api(service)
                .check(new CheckRequest(
                        shop.endpoint().address(), "shop.test", "/healthz", status, expectedBody, 2_000));
    }

    private static String refusal(ConfigurableApplicationContext service, String path) {
        return client(service)
                .post()
                .uri("/v1/checks")
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"address": "127.0.0.1:80", "host": "shop.test", "path": %s, "expectedStatus": 200,
                         "timeoutMs": 100}""".formatted(path))
                .exchange((request, response) -> {
                    String body = new String(response.getBody().readAllBytes());
                    return response.getStatusCode().value()
                            + (body.contains("INVALID_VALUE") ? " INVALID_VALUE " : " ")
                            + body;
                });
    }

    private static String body(ConfigurableApplicationContext service, String path) {
        return String.valueOf(client(service).get().uri(path).retrieve().body(String.class));
    }
}
