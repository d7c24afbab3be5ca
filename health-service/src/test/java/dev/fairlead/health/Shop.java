package dev.fairlead.health;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An endpoint of the application: alive until it is killed. */
final class Shop implements AutoCloseable {

    private final HttpServer server;

    Shop() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = "shop version-7 is open".getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    Endpoint endpoint() {
        return new Endpoint(
                ApplicationName.of("shop"), DataCenterName.of("us-east"), new EndpointAddress("127.0.0.1", port()));
    }

    void kill() {
        server.stop(0);
    }

    @Override
    public void close() {
        kill();
    }
}
