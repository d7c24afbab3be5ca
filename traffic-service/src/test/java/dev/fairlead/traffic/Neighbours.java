package dev.fairlead.traffic;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.replication.Freshness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** Stands in for the lists of the health-service and the replication-service; strict: any other path is not found. */
final class Neighbours implements AutoCloseable {

    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpServer server;
    volatile List<Verdict> verdicts = List.of();
    volatile List<Freshness> freshness = List.of();
    volatile List<Transition> simulated = List.of();
    /** The last question for simulated verdicts. */
    volatile String question = "";
    /** Why such a question is refused; empty: it is not. */
    volatile String refusal = "";

    Neighbours() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/v1/verdicts", () -> verdicts);
        serve("/v1/freshness", () -> freshness);
        server.createContext("/v1/verdicts/simulate", this::simulate);
        server.start();
    }

    private void serve(String path, Supplier<List<?>> items) {
        server.createContext(path, exchange -> answer(exchange, 200, new Listing<>(items.get())));
    }

    private void simulate(HttpExchange exchange) throws IOException {
        question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (refusal.isEmpty()) {
            answer(exchange, 200, new Listing<>(simulated));
        } else {
            answer(exchange, 422, Map.of("detail", refusal));
        }
    }

    private void answer(HttpExchange exchange, int status, Object said) throws IOException {
        byte[] body = json.writeValueAsBytes(said);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
