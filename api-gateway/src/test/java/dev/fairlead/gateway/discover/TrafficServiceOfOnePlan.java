package dev.fairlead.gateway.discover;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** A traffic-service that knows one plan, and can be away. */
final class TrafficServiceOfOnePlan implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile RoutingPlan plan;
    private volatile boolean away;

    TrafficServiceOfOnePlan(RoutingPlan plan) {
        this.plan = plan;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/plans", exchange -> {
            try (exchange) {
                if (away) {
                    refused.incrementAndGet();
                    exchange.sendResponseHeaders(503, -1);
                    return;
                }
                byte[] body = JsonMapper.shared().writeValueAsBytes(new Listing<>(List.of(this.plan)));
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    RoutingPlan plan() {
        return plan;
    }

    void decide(RoutingPlan next) {
        plan = next;
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** How often it was asked while it was away. */
    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
