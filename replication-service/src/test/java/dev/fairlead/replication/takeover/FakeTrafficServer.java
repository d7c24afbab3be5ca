package dev.fairlead.replication.takeover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** The traffic-service over HTTP: one application on the database, which writes to whom the test says, and read-only orders. */
final class FakeTrafficServer implements AutoCloseable {

    private static final String APPLICATIONS = """
            {"items": [{"kind": "Application", "metadata": {"name": "web", "generation": 1},
              "spec": {"host": "web.test", "pools": [], "data": {"database": "shop", "stalenessBudgetMs": 1000}}}]}""";

    private static final String DATA_CENTERS = """
            {"items": [{"kind": "DataCenter", "metadata": {"name": "us-east", "generation": 1},
              "spec": {"region": "local", "location": {"latitude": 0, "longitude": 0}}}]}""";

    private static final String PLAN = """
            {"application": "web", "host": "web.test", "ttlSeconds": 5, "epoch": 1, "decidedAt": "2026-01-01T00:00:00Z",
             "audiences": [], "standings": [], "writeRoute": "%s", "loads": []}""";

    /** The bodies of those in force, by their ids. */
    final Map<String, String> orders = new ConcurrentHashMap<>();

    private final HttpServer server;
    private volatile String writeRoute = "us-east";

    FakeTrafficServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/applications", exchange -> answer(exchange, APPLICATIONS));
        server.createContext("/v1/applications/web/plan", exchange -> answer(exchange, PLAN.formatted(writeRoute)));
        server.createContext("/v1/data-centers", exchange -> answer(exchange, DATA_CENTERS));
        server.createContext("/v1/overrides/", this::override);
        server.start();
    }

    private void override(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestURI().getPath().substring("/v1/overrides/".length());
        if (exchange.getRequestMethod().equals("DELETE")) {
            orders.remove(id);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        orders.put(id, body);
        answer(exchange, body.substring(0, body.length() - 1) + """
                , "id": "%s", "author": "replication-service", "createdAt": "2026-01-01T00:00:00Z",
                "expiresAt": "2026-01-01T01:00:00Z"}""".formatted(id));
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    void writeTo(String dataCenter) {
        writeRoute = dataCenter;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
