package dev.fairlead.health;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The two lists of the traffic-service that the health-service reads, as JSON of this writing. */
final class TrafficStandIn implements AutoCloseable {

    private final HttpServer server;

    private TrafficStandIn(HttpServer server) {
        this.server = server;
    }

    /** Serves one application, shop, with an endpoint on each of these ports in us-east, which lies in region east. */
    static TrafficStandIn withEndpoints(int... ports) throws IOException {
        String endpoints =
                IntStream.of(ports).mapToObj("\"127.0.0.1:%d\""::formatted).collect(Collectors.joining(","));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve(server, "/v1/applications", """
                {"items": [{"kind": "Application", "metadata": {"name": "shop", "generation": 1}, "spec": {
                  "host": "shop.test",
                  "pools": [{"dataCenter": "us-east", "endpoints": [%s]}],
                  "healthCheck": {"intervalMs": 300, "timeoutMs": 250, "confirmEveryMs": 30}}}]}
                """.formatted(endpoints));
        serve(server, "/v1/data-centers", """
                {"items": [{"kind": "DataCenter", "metadata": {"name": "us-east", "generation": 1}, "spec": {
                  "region": "east", "location": {"latitude": 39, "longitude": -77}}}]}
                """);
        server.start();
        return new TrafficStandIn(server);
    }

    private static void serve(HttpServer server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
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
