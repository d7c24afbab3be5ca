package dev.fairlead.benchmarks.takeover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Says for the traffic-service that there are no applications, so that a move waits for none. */
final class NoApplications implements AutoCloseable {

    private static final byte[] NONE = "{\"items\":[]}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private NoApplications(HttpServer server) {
        this.server = server;
    }

    static NoApplications start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/v1/", NoApplications::answer);
            server.start();
            return new NoApplications(server);
        } catch (IOException e) {
            throw new UncheckedIOException("nobody can stand in for the traffic-service: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, NONE.length);
        exchange.getResponseBody().write(NONE);
        exchange.close();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
