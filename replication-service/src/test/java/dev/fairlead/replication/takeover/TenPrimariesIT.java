package dev.fairlead.replication.takeover;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.TestDatabase;
import dev.fairlead.replication.ReplicationApplication;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data center with ten primaries is lost, in sight of two regions, each of which would begin every takeover. */
@SuppressWarnings("NullAway.Init")
class TenPrimariesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String TOKEN = "a-service-token-for-tests";
    private static final int DATABASES = 10;
    private static final List<String> REGIONS = List.of("here", "there");

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final TestDatabase database = TestDatabase.create("replication");
    private final List<Pair> pairs = new ArrayList<>();
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private final List<Integer> ports = List.of(FreePorts.next(), FreePorts.next());
    private FakeTrafficServer traffic;
    private int mostAtOnce;

    private record Pair(PostgresServer east, PostgresServer west, SequenceWriter writer) {}

    @TestConfiguration
    static class Bus {
        @Bean
        EventBus eventBus() {
            return new InMemoryEventBus();
        }
    }

    @BeforeEach
    void start() throws SQLException, IOException {
        Files.writeString(folder.resolve("token"), TOKEN);
        Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(folder.resolve("credentials/shop"), "user=postgres\npassword=unused\n");
        makeTemplate();
        for (int i = 0; i < DATABASES; i++) {
            pairs.add(pair(i));
        }
        traffic = new FakeTrafficServer();
        service(0);
        service(1);
    }

    /** A pair that each database is a copy of. */
    private void makeTemplate() throws SQLException {
        PostgresServer east = PostgresServer.create(
                folder.resolve("east"),
                FreePorts.next(),
                Map.of(
                        "fsync", "off",
                        "autovacuum", "off",
                        "shared_buffers", "2MB",
                        "max_connections", "30",
                        "wal_receiver_timeout", "2s",
                        "wal_sender_timeout", "2s"));
        east.start();
        for (String sql : List.of(
                "create role app login password 'app'",
                "create table rows (n int primary key)",
                "grant insert, select on rows to app",
                "alter system set synchronous_standby_names = 'ANY 1 (\"us-west\")'")) {
            Trio.execute(east, sql);
        }
        PostgresServer west = east.cloneTo(folder.resolve("west"), FreePorts.next(), "us_west");
        west.start();
        west.stop();
        east.stop();
    }

    private PostgresServer copied(String name, int number) throws IOException {
        Path template = folder.resolve(name);
        Path data = folder.resolve(name + "-" + number);
        FileSystemUtils.copyRecursively(template, data);
        Files.setPosixFilePermissions(data, Files.getPosixFilePermissions(template));
        PostgresServer server = PostgresServer.existing(data, FreePorts.next());
        server.start();
        return server;
    }

    private Pair pair(int number) throws SQLException, IOException {
        PostgresServer east = copied("east", number);
        PostgresServer west = copied("west", number);
        Trio.attach(west, Trio.WEST, east.port());
        return new Pair(
                east,
                west,
                new SequenceWriter(
                        "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary&connectTimeout=1&socketTimeout=2&hostRecheckSeconds=0"
                                .formatted(east.port(), west.port())));
    }

    private void service(int number) {
        services.add(new SpringApplicationBuilder(ReplicationApplication.class, Bus.class)
                .run(
                        "--server.port=" + ports.get(number),
                        "--server.address=127.0.0.1",
                        "--fairlead.takeover.at-once=4",
                        "--fairlead.region=" + REGIONS.get(number),
                        "--fairlead.peers.%s=http://127.0.0.1:%d"
                                .formatted(REGIONS.get(1 - number), ports.get(1 - number)),
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--spring.http.serviceclient.traffic.base-url=" + traffic.url(),
                        "--fairlead.service-token-file=" + folder.resolve("token"),
                        "--fairlead.replication.allow-loopback=true",
                        "--fairlead.replication.credentials-directory=" + folder.resolve("credentials")));
    }

    @AfterEach
    void stop() {
        pairs.forEach(pair -> pair.writer.close());
        services.forEach(ConfigurableApplicationContext::close);
        if (traffic != null) {
            traffic.close();
        }
        pairs.forEach(pair -> {
            pair.west.delete();
            pair.east.delete();
        });
        database.close();
    }

    private JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
        return call(0, method, path, body);
    }

    private JsonNode call(int service, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(service) + path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return json.readTree(answer.body());
    }

    private void put(int number) throws IOException, InterruptedException {
        Pair pair = pairs.get(number);
        call("PUT", "/v1/databases/shop-" + number, """
                {"kind": "Database", "metadata": {"name": "shop-%d"}, "spec": {"databaseName": "postgres", "credentials": "shop",
                 "members": [{"dataCenter": "us-east", "address": "127.0.0.1:%d"},
                   {"dataCenter": "us-west", "address": "127.0.0.1:%d"}],
                 "sampleEveryMs": 500, "synchronous": {"members": ["us-east", "us-west"]},
                 "takeover": {"mode": "automatic", "suspectAfterMs": 2000, "leaseMs": 10000}}}""".formatted(number, pair.east.port(), pair.west.port()));
    }

    private List<JsonNode> runs() throws IOException, InterruptedException {
        return StreamSupport.stream(
                        call("GET", "/v1/takeovers", "").at("/items").spliterator(), false)
                .toList();
    }

    private static boolean waitsForTheOldOne(JsonNode run) {
        return run.at("/message").asString("").contains("us-east does not answer");
    }

    @Test
    void allAreTakenOverSomeAtATimeEachOnceAndNothingIsLost() throws Exception {
        for (int i = 0; i < DATABASES; i++) {
            put(i);
        }
        for (Pair pair : pairs) {
            eventually(
                    PATIENCE, () -> assertThat(pair.writer.by(pair.east.port())).isGreaterThan(20));
        }
        for (int service = 0; service < 2; service++) {
            String own = "/v1/freshness?of=" + REGIONS.get(service);
            int asked = service;
            eventually(
                    PATIENCE,
                    () -> assertThat(call(asked, "GET", own, "").toString().split("\"stalenessBoundMs\":", -1))
                            .hasSize(2 * DATABASES + 1));
        }

        pairs.parallelStream().forEach(pair -> pair.east.kill());
        long lost = System.nanoTime();
        eventually(PATIENCE, () -> {
            List<JsonNode> runs = runs();
            mostAtOnce = Math.max(mostAtOnce, (int)
                    runs.stream().filter(run -> !waitsForTheOldOne(run)).count());
            assertThat(runs).hasSize(DATABASES).allMatch(TenPrimariesIT::waitsForTheOldOne);
        });
        System.out.printf(
                "story=\"ten primaries\" taken_over_ms=%d most_at_once=%d%n",
                Duration.ofNanos(System.nanoTime() - lost).toMillis(), mostAtOnce);

        assertThat(mostAtOnce).as("four of each instance").isLessThanOrEqualTo(8);
        assertThat(runs()).extracting(run -> run.at("/subject").asString()).doesNotHaveDuplicates();
        for (Pair pair : pairs) {
            eventually(
                    PATIENCE, () -> assertThat(pair.writer.by(pair.west.port())).isGreaterThan(20));
            pair.writer.stop();
            try (Connection primary = pair.west.connect("postgres")) {
                assertThat(pair.writer.lost(primary)).isEmpty();
            }
            assertThat(pair.writer.overlapping(pair.east.port(), pair.west.port()))
                    .isZero();
        }
    }
}
