package dev.fairlead.replication.takeover;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.ReplicationApplication;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.PackagedServers;
import dev.fairlead.replication.local.StopMode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An asynchronous database of two data centers, with a service in each region, and with or without a third region that has a vote
 * and no data. Everything of the eastern data center can be cut off while its clients go on writing.
 */
@SuppressWarnings("NullAway.Init")
class TwoDataCentersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOKEN = "a-service-token-for-tests";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("replication");
    private final Wires wires = new Wires();
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();
    private final List<SequenceWriter> writers = new ArrayList<>();
    private FakeTrafficServer traffic;
    private PackagedServers servers;
    private LocalProperties.Server east;
    private LocalProperties.Server west;

    @TestConfiguration
    static class Bus {
        @Bean
        EventBus eventBus() {
            return new InMemoryEventBus();
        }
    }

    @BeforeEach
    void startServers() throws SQLException, IOException {
        traffic = new FakeTrafficServer();
        Files.writeString(folder.resolve("token"), TOKEN);
        Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(folder.resolve("credentials/shop"), "user=fairlead\npassword=secret\n");
        servers = new PackagedServers();
        east = servers.primary("east");
        PackagedServers.execute(
                east,
                "create role fairlead superuser login password 'secret'",
                "create role app login password 'app'",
                "grant insert, select on rows to app",
                "select pg_create_physical_replication_slot('west', true)");
        west = servers.empty("west");
        LocalServer standby = servers.control(west);
        standby.copy(east.address(), PackagedServers.MOVER, "postgres", "west");
        standby.follow(reached(east), PackagedServers.MOVER, "us-west", "west");
        standby.start();
        ports.put("east", FreePorts.next());
        ports.put("west", FreePorts.next());
    }

    @AfterEach
    void stop() throws IOException {
        writers.forEach(SequenceWriter::close);
        services.forEach(ConfigurableApplicationContext::close);
        wires.close();
        traffic.close();
        servers.close();
        database.close();
    }

    /** Over the wire that can be cut. */
    private EndpointAddress reached(LocalProperties.Server server) {
        return Trio.address(wires.to(server.address().port()).port());
    }

    /** A service of its own region; what the eastern one says and hears goes over the wires that can be cut. */
    private void start(String region, String... more) {
        boolean inside = region.equals("east");
        int control = database.server().port();
        String controlPlane = inside
                ? database.url()
                        .replace(":" + control + "/", ":" + wires.to(control).port() + "/")
                : database.url();
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + ports.get(region),
                "--server.address=127.0.0.1",
                "--fairlead.region=" + region,
                "--spring.datasource.url=" + controlPlane + "&socketTimeout=3",
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.http.serviceclient.traffic.base-url=" + traffic.url(),
                "--fairlead.database-patience=1m",
                "--fairlead.service-token-file=" + folder.resolve("token"),
                "--fairlead.replication.allow-loopback=true",
                "--fairlead.replication.credentials-directory=" + folder.resolve("credentials")));
        ports.forEach((peer, port) -> {
            if (!peer.equals(region)) {
                int entry = inside || peer.equals("east") ? wires.to(port).port() : port;
                arguments.add("--fairlead.peers.%s=http://127.0.0.1:%d".formatted(peer, entry));
            }
        });
        arguments.addAll(List.of(more));
        services.add(new SpringApplicationBuilder(ReplicationApplication.class, Bus.class)
                .run(arguments.toArray(String[]::new)));
    }

    /** Beside its server, which it may stop. */
    private void startBeside(String region, LocalProperties.Server server) {
        List<String> arguments = new ArrayList<>(List.of(
                "--fairlead.replication.servers[0].address=127.0.0.1:"
                        + reached(server).port(),
                "--fairlead.replication.servers[0].port=" + server.address().port(),
                "--fairlead.replication.servers[0].data-directory=" + server.dataDirectory(),
                "--fairlead.replication.servers[0].bin-directory=" + server.binDirectory()));
        if (server.user() != null) {
            arguments.add("--fairlead.replication.servers[0].user=" + server.user());
        }
        start(region, arguments.toArray(String[]::new));
    }

    private Answer call(String method, String path, String body) throws IOException, InterruptedException {
        return call("west", method, path, body);
    }

    private Answer call(String region, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(region) + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Fairlead-Actor", "alice")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(), answer.body().isEmpty() ? json.createObjectNode() : json.readTree(answer.body()));
    }

    private record Answer(int status, JsonNode body) {

        String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    private void put() throws IOException, InterruptedException {
        String body = """
                {"kind": "Database", "metadata": {"name": "shop"}, "spec": {"databaseName": "postgres", "credentials": "shop",
                 "members": [{"dataCenter": "us-east", "address": "127.0.0.1:%d"},
                   {"dataCenter": "us-west", "address": "127.0.0.1:%d"}],
                 "sampleEveryMs": 100,
                 "takeover": {"mode": "automatic", "rpoBudgetMs": 60000, "suspectAfterMs": 2000, "leaseMs": 10000}}}""".formatted(reached(east).port(), west.address().port());
        assertThat(call("PUT", "/v1/databases/shop", body).status()).isEqualTo(201);
        eventually(PATIENCE, () -> {
            String freshness = call("GET", "/v1/freshness", "").body().toString();
            assertThat(freshness).contains("\"role\":\"primary\",\"reachable\":true,\"stalenessBoundMs\":0");
            assertThat(freshness)
                    .containsPattern("us-west\",\"role\":\"replica\",\"reachable\":true,\"stalenessBoundMs\":[0-9]");
        });
    }

    private SequenceWriter writer(String hosts) {
        SequenceWriter writer = new SequenceWriter(
                "jdbc:postgresql://%s/postgres?targetServerType=primary&connectTimeout=1&socketTimeout=2&hostRecheckSeconds=0"
                        .formatted(hosts),
                writers.size() * 1_000_000);
        writers.add(writer);
        eventually(PATIENCE, () -> assertThat(writer.by(east.address().port())).isGreaterThan(20));
        return writer;
    }

    private SequenceWriter outside() {
        return writer("127.0.0.1:%d,127.0.0.1:%d"
                .formatted(west.address().port(), reached(east).port()));
    }

    private String path() throws IOException, InterruptedException {
        return "/v1/takeovers/" + call("GET", "/v1/takeovers", "").text("/items/0/id");
    }

    private void says(String pointer, String text) {
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", path(), "").text(pointer))
                        .as("%s", call("GET", "/v1/takeovers", "").body())
                        .contains(text));
    }

    @Test
    void withTheVoteOfAWitnessADataCenterThatIsCutOffIsTakenOverFromOnceItHasFencedItself() throws Exception {
        ports.put("witness", FreePorts.next());
        startBeside("east", east);
        start("west");
        start("witness");
        put();
        eventually(
                PATIENCE,
                () -> assertThat(call("witness", "GET", "/v1/freshness?of=witness", "")
                                .body()
                                .toString())
                        .as("who never saw a primary has no vote on its loss")
                        .contains("\"role\":\"primary\",\"reachable\":true,\"stalenessBoundMs\":0"));
        eventually(
                PATIENCE,
                () -> assertThat(call("GET", "/v1/databases/shop/lease", "").text("/holder"))
                        .isEqualTo("us-east"));
        SequenceWriter outside = outside();
        SequenceWriter inside = writer("127.0.0.1:" + east.address().port());

        Instant cut = Instant.now();
        wires.hold();
        says("/author", "fairlead");
        says("/steps/0/message", "witness");
        says("/steps/0/message", "us-west do not hear it");
        says("/steps/3/message", "the write lease");
        traffic.writeTo("us-west");
        eventually(PATIENCE, () -> assertThat(outside.by(west.address().port())).isGreaterThan(50));
        assertThat(inside.by(east.address().port())).as("it went on writing").isGreaterThan(20);
        says("/message", "us-east does not answer");

        wires.heal();
        says("/state", "succeeded");
        writers.forEach(SequenceWriter::stop);
        Ledger ledger = Ledger.of(writers);
        try (Connection primary = PackagedServers.connect(west)) {
            ledger.print(
                    "asynchronous, cut off, with its keeper",
                    east.address().port(),
                    west.address().port(),
                    primary);
            assertThat(ledger.lost(primary))
                    .allSatisfy(one -> assertThat(one.at()).isAfter(cut.minusSeconds(1)));
        }
        assertThat(ledger.overlapping(east.address().port(), west.address().port()))
                .isZero();
    }

    @Test
    void aServiceThatIsKilledWhileItAsksStartsAnewAndGoesOnWithTheAnswer() throws Exception {
        start("west");
        put();
        SequenceWriter outside = outside();
        servers.control(east).stop(StopMode.IMMEDIATE);
        says("/state", "waiting-for-operator");
        services.removeLast().close();
        start("west");

        assertThat(call("POST", path() + "/approve", "{\"question\": 1, \"confirm\": \"shop\"}")
                        .status())
                .isEqualTo(200);
        says("/steps/0/message", "alice says that it is lost");
        says("/question/text", "an unknown time of acknowledged writes");
        assertThat(call("POST", path() + "/approve", "{\"question\": 2}").status())
                .isEqualTo(200);
        says("/question/text", "there is no write lease: nothing fences the old primary");
        assertThat(call("POST", path() + "/approve", "{\"question\": 3}").status())
                .isEqualTo(200);
        traffic.writeTo("us-west");
        eventually(PATIENCE, () -> assertThat(outside.by(west.address().port())).isGreaterThan(50));
    }

    @Test
    void withoutAThirdVoteAnOperatorHasToTypeTheNameOfTheDatabase() throws Exception {
        start("west");
        put();
        SequenceWriter outside = outside();
        servers.control(east).stop(StopMode.IMMEDIATE);
        says("/state", "waiting-for-operator");
        says("/question/text", "silent for 2.000 s in west; us-west do not hear it; no second region tells");
        says("/steps/0/output/confirm", "shop");
        assertThat(PackagedServers.ask(west, "select pg_is_in_recovery()")).isEqualTo("t");

        for (String hasty : List.of("{\"question\": 1}", "{\"question\": 1, \"confirm\": \"shop2\"}")) {
            Answer refused = call("POST", path() + "/approve", hasty);
            assertThat(refused.status()).isEqualTo(422);
            assertThat(refused.text("/code")).isEqualTo("NOT_CONFIRMED");
            assertThat(refused.text("/detail")).contains("say shop in confirm");
        }
        assertThat(call("POST", path() + "/approve", "{\"question\": 1, \"confirm\": \"shop\"}")
                        .status())
                .isEqualTo(200);
        says("/steps/0/message", "alice says that it is lost");
        says("/question/text", "there is no write lease: nothing fences the old primary");
        assertThat(call("POST", path() + "/approve", "{\"question\": 2}").status())
                .isEqualTo(200);
        traffic.writeTo("us-west");
        eventually(PATIENCE, () -> assertThat(outside.by(west.address().port())).isGreaterThan(50));
    }
}
