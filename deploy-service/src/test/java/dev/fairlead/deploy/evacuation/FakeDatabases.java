package dev.fairlead.deploy.evacuation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.replication.DatabaseCheck;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.replication.MoveStatus;
import dev.fairlead.contracts.replication.SwitchoverSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The replication-service over HTTP: databases with a primary in us-east and, where they have one, a replica in us-west. A switchover
 * is through when it is looked at for the second time, unless the test holds it or has it fail.
 */
final class FakeDatabases implements AutoCloseable {

    private static final String EAST = "us-east";
    private static final String WEST = "us-west";
    private static final List<DatabaseCheck.Finding> LACKING = Stream.of(
                    "ROLE_SEAL", "ROLE_PROMOTE", "ROLE_REWIND", "ROLE_READ_ONLY", "ROLE_SEAL")
            .map(code -> new DatabaseCheck.Finding(DatabaseCheck.Severity.WARNING, code, null, "may not", null))
            .toList();

    /** Where the primary of each is. */
    final Map<String, String> primaries = new ConcurrentHashMap<>();

    final Set<String> withoutReplica = ConcurrentHashMap.newKeySet();
    final Set<String> withoutRights = ConcurrentHashMap.newKeySet();
    final Set<String> held = ConcurrentHashMap.newKeySet();
    final Set<String> failing = ConcurrentHashMap.newKeySet();

    /** What was done, in order. */
    final List<String> events = new CopyOnWriteArrayList<>();

    private final Map<String, MoveStatus> runs = new TreeMap<>();
    private final Map<String, String> byKey = new TreeMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpServer server;

    FakeDatabases() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = json.writeValueAsBytes(body(exchange));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private synchronized Object body(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return switch (exchange.getRequestMethod() + " " + path) {
            case "GET /v1/databases" ->
                new Listing<>(primaries.keySet().stream().map(this::resource).toList());
            case "GET /v1/freshness" -> new Listing<>(freshness());
            case "GET /v1/switchovers" -> new Listing<>(List.copyOf(runs.values()));
            case "POST /v1/switchovers" ->
                started(
                        Objects.requireNonNull(exchange.getRequestHeaders().getFirst("Idempotency-Key")),
                        json.readValue(exchange.getRequestBody(), SwitchoverSpec.class));
            default -> about(path, path.split("/")[3]);
        };
    }

    private Object about(String path, String name) {
        if (path.endsWith("/check")) {
            return new DatabaseCheck(
                    DatabaseName.of(name), withoutRights.contains(name) ? LACKING : List.of(), List.of());
        }
        return path.endsWith("/abort") ? aborted(name) : looked(name);
    }

    private Resource<DatabaseSpec> resource(String name) {
        DatabaseSpec.Member member =
                new DatabaseSpec.Member(DataCenterName.of(EAST), new EndpointAddress("192.0.2.1", 5432));
        return new Resource<>(
                "Database",
                new Resource.Metadata(name, 1L),
                new DatabaseSpec("postgres", "fairlead", List.of(member), 250));
    }

    private List<Freshness> freshness() {
        List<Freshness> members = new ArrayList<>();
        primaries.forEach((name, primary) -> {
            members.add(member(name, EAST, primary));
            if (!withoutReplica.contains(name)) {
                members.add(member(name, WEST, primary));
            }
        });
        return members;
    }

    private static Freshness member(String database, String where, String primary) {
        MemberRole role = where.equals(primary) ? MemberRole.PRIMARY : MemberRole.REPLICA;
        return new Freshness(
                DatabaseName.of(database), DataCenterName.of(where), role, true, 20L, 0L, "as the test has it");
    }

    private MoveStatus started(String key, SwitchoverSpec spec) {
        String id = byKey.computeIfAbsent(key, first -> {
            events.add("start " + spec.database());
            return "s-" + spec.database();
        });
        return runs.computeIfAbsent(
                id,
                first -> new MoveStatus(
                        id, spec.database(), spec.reason(), MoveStatus.State.RUNNING, "begins", List.of()));
    }

    private MoveStatus looked(String id) {
        MoveStatus run = Objects.requireNonNull(runs.get(id));
        String database = run.subject().value();
        if (run.ended() || run.routed() || held.contains(database) || seen.add(id)) {
            return run;
        }
        if (failing.contains(database)) {
            events.add("fail " + database);
            return as(run, MoveStatus.State.ROLLED_BACK, "seal failed", null);
        }
        events.add("moved " + database);
        primaries.put(database, WEST);
        return as(run, MoveStatus.State.WAITING_FOR_OPERATOR, "rebuild waits", new MoveStatus.Step("route", "done"));
    }

    private MoveStatus aborted(String id) {
        MoveStatus run = Objects.requireNonNull(runs.get(id));
        events.add("abort " + run.subject());
        return as(run, MoveStatus.State.ABORTED, "aborted by deploy-service", null);
    }

    private MoveStatus as(MoveStatus run, MoveStatus.State state, String message, MoveStatus.@Nullable Step step) {
        List<MoveStatus.Step> steps = step == null ? List.of() : List.of(step);
        MoveStatus next = new MoveStatus(run.id(), run.subject(), run.reason(), state, message, steps);
        runs.put(run.id(), next);
        return next;
    }

    void reset() {
        primaries.clear();
        withoutReplica.clear();
        withoutRights.clear();
        held.clear();
        failing.clear();
        events.clear();
        seen.clear();
        synchronized (this) {
            runs.clear();
            byKey.clear();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
