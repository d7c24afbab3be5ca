package dev.fairlead.traffic;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for the lists of the health-service and the replication-service; strict: any other path is not found. */
final class Neighbours implements AutoCloseable {

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpServer server;
    volatile List<Verdict> verdicts = List.of();
    volatile List<Freshness> freshness = List.of();

    Neighbours() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/v1/verdicts", () -> verdicts);
        serve("/v1/freshness", () -> freshness);
        server.start();
    }

    private void serve(String path, Supplier<List<?>> items) {
        server.createContext(path, exchange -> {
            byte[] body = json.writeValueAsBytes(new Listing<>(items.get()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
