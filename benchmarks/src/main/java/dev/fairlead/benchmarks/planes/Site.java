package dev.fairlead.benchmarks.planes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What answers at every endpoint: one HTTP server on all addresses of this machine, that says which data center it was asked in. */
final class Site implements AutoCloseable {

    /** Otherwise every small answer waits for a delayed acknowledgement. */
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private Site(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", Site::answer);
    }

    static Site start() {
        try {
            Site site = new Site(HttpServer.create(new InetSocketAddress(0), 0));
            site.server.start();
            return site;
        } catch (IOException e) {
            throw new UncheckedIOException("the endpoints cannot listen: " + e.getMessage(), e);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String dataCenter = Side.at(exchange.getLocalAddress().getAddress())
                .map(side -> side.dataCenter().value())
                .orElse("");
        byte[] body = "{\"dataCenter\":\"%s\"}".formatted(dataCenter).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
