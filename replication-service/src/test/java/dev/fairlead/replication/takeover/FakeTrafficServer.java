package dev.fairlead.replication.takeover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/** The traffic-service over HTTP: one application on the database, which writes to whom the test says. */
final class FakeTrafficServer implements AutoCloseable {

    private static final String APPLICATIONS = """
            {"items": [{"kind": "Application", "metadata": {"name": "web", "generation": 1},
              "spec": {"host": "web.test", "pools": [], "data": {"database": "shop", "stalenessBudgetMs": 1000}}}]}""";

    private static final String PLAN = """
            {"application": "web", "host": "web.test", "ttlSeconds": 5, "epoch": 1, "decidedAt": "2026-01-01T00:00:00Z",
             "audiences": [], "standings": [], "writeRoute": "%s", "loads": []}""";

    private final HttpServer server;
    private volatile String writeRoute = "us-east";

    FakeTrafficServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/applications", exchange -> answer(exchange, APPLICATIONS));
        server.createContext("/v1/applications/web/plan", exchange -> answer(exchange, PLAN.formatted(writeRoute)));
        server.start();
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
