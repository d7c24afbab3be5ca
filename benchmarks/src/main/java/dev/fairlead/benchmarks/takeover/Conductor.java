package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.Checkout;
import dev.fairlead.benchmarks.planes.Opened;
import dev.fairlead.benchmarks.planes.Patience;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.postgres.Roles;
import dev.fairlead.quickstart.client.Http;
import dev.fairlead.quickstart.demo.LoneService;
import dev.fairlead.quickstart.demo.PrivateFiles;
import dev.fairlead.quickstart.demo.Service;
import dev.fairlead.testing.servers.NatsServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A replication-service as a process, with its database and its bus, that moves one database after the other. */
final class Conductor {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String ROLE = Service.REPLICATION.role();
    private static final String DATABASE = "fairlead";
    private static final String TAKEOVERS = "takeovers";
    private static final Set<String> ENDED = Set.of("succeeded", "failed", "rolled-back", "aborted");

    private final LoneService service;

    private Conductor(LoneService service) {
        this.service = service;
    }

    /**
     * Starts one.
     *
     * @param opened closes what is begun here
     * @param folder for its database and the credentials
     * @param beside primaries that the service stands beside, which need not be there yet
     */
    static Conductor start(Opened opened, Path folder, List<ShopServers.Place> beside) throws SQLException {
        PostgresServer database = PostgresServer.create(folder.resolve("control-plane"), FreePorts.next(), Map.of());
        opened.keep(database::kill);
        database.start();
        try (Connection connection = database.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + DATABASE);
        }
        String password = PrivateFiles.secret();
        Roles.create(database, DATABASE, ROLE, password);
        NatsServer bus = opened.keep(NatsServer.create());
        bus.start();
        NoApplications traffic = opened.keep(NoApplications.start());
        Path credentials = folder.resolve("credentials");
        PrivateFiles.write(
                credentials.resolve(ShopServers.CREDENTIALS),
                "user=fairlead\npassword=%s\n".formatted(ShopServers.PASSWORD));
        LoneService service =
                opened.keep(LoneService.of(Checkout.home(), Service.REPLICATION, List.of(), System.out::println));
        Map<String, String> properties = new TreeMap<>(local(beside));
        properties.put("spring.datasource.url", database.jdbcUrl(DATABASE));
        properties.put("spring.datasource.username", ROLE);
        properties.put("spring.datasource.password", password);
        properties.put("fairlead.bus.url", bus.url());
        properties.put(
                "spring.http.serviceclient.traffic.base-url", traffic.url().toString());
        properties.put("fairlead.database-patience", "1m");
        properties.put("fairlead.replication.allow-loopback", "true");
        properties.put("fairlead.replication.credentials-directory", credentials.toString());
        service.configure(properties);
        service.start();
        return new Conductor(service);
    }

    private static Map<String, String> local(List<ShopServers.Place> beside) {
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < beside.size(); i++) {
            ShopServers.Place place = beside.get(i);
            String server = "fairlead.replication.servers[%d].".formatted(i);
            properties.put(server + "address", place.address().toString());
            properties.put(server + "data-directory", place.data().toString());
            properties.put(server + "bin-directory", place.programs().toString());
        }
        return properties;
    }

    /** Returns when all members are read and, where it stands beside the primary, that has its write lease. */
    void watch(String name, DatabaseSpec spec, boolean beside) throws IOException {
        Resource<DatabaseSpec> resource = new Resource<>("Database", new Resource.Metadata(name, null), spec);
        send("PUT", "/v1/databases/" + name, JSON.writeValueAsString(resource));
        Patience.await(
                "all members of %s to be read".formatted(name),
                PATIENCE,
                LOOK,
                () -> items("/v1/freshness")
                                .filter(item -> item.path("database").asString().equals(name))
                                .filter(item -> item.path("reachable").asBoolean() && item.has("stalenessBoundMs"))
                                .count()
                        == spec.members().size());
        if (beside) {
            Patience.await(
                    "the write lease of " + name,
                    PATIENCE,
                    LOOK,
                    () -> answered("/v1/databases/%s/lease".formatted(name)).has("holder"));
        }
    }

    /** Orders a planned move to the west. */
    void switchOver(String name) throws IOException {
        send("POST", "/v1/switchovers", """
                {"database": "%s", "to": "%s", "reason": "a benchmark"}""".formatted(name, ShopServers.WEST));
    }

    /** Returns when the one run of this database has ended well, its old primary rebuilt. */
    void awaitEnd(String kind, String name) {
        Patience.await(
                () -> "the end of the run of %s: %s".formatted(name, run(kind, name)),
                PATIENCE,
                LOOK,
                () -> run(kind, name).path("state").asString().equals("succeeded"));
    }

    /** Waits no longer for an old primary that nobody stands beside. */
    void letGo(String name) throws IOException {
        send(
                "POST",
                "/v1/takeovers/%s/abort"
                        .formatted(run(TAKEOVERS, name).path("id").asString()),
                "");
        Patience.await(
                "the end of the takeover of " + name,
                PATIENCE,
                LOOK,
                () -> ENDED.contains(run(TAKEOVERS, name).path("state").asString()));
    }

    void forget(String name) throws IOException {
        send("DELETE", "/v1/databases/" + name, "");
    }

    /** Missing where there is none. */
    private JsonNode run(String kind, String name) {
        return items("/v1/" + kind)
                .filter(item -> item.path("subject").asString().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private Stream<JsonNode> items(String path) {
        return StreamSupport.stream(answered(path).path("items").spliterator(), false);
    }

    /** Empty while it does not answer. */
    private JsonNode answered(String path) {
        try {
            return send("GET", path, "");
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }

    private JsonNode send(String method, String path, String body) throws IOException {
        HttpRequest request = Http.request(service.url().resolve(path))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + service.token())
                .header("Fairlead-Actor", "benchmark")
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = Http.send(request);
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        }
        return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    }
}
