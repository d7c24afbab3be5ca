package dev.fairlead.gateway.operators;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A service behind the gateway: remembers each request and answers 200, or what it was told to for the path. */
final class RecordingService implements AutoCloseable {

    private final String name;
    private final String scheme;
    private final HttpServer server;
    private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();

    RecordingService(String name) {
        this(name, "http", address -> HttpServer.create(address, 0));
    }

    /** Takes only callers with a certificate. */
    RecordingService(String name, SSLContext tls) {
        this(name, "https", address -> {
            HttpsServer server = HttpsServer.create(address, 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters connection) {
                    SSLParameters parameters = tls.getDefaultSSLParameters();
                    parameters.setNeedClientAuth(true);
                    connection.setSSLParameters(parameters);
                }
            });
            return server;
        });
    }

    private RecordingService(String name, String scheme, Opening opening) {
        this.name = name;
        this.scheme = scheme;
        try {
            server = opening.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    private interface Opening {
        HttpServer at(InetSocketAddress address) throws IOException;
    }

    record Received(String method, String uri, Headers headers, String body) {}

    String baseUrl() {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(String path, HttpHandler handler) {
        handlers.put(path, handler);
    }

    void answer(String path, int status, String contentType, String body) {
        answer(path, exchange -> respond(exchange, status, contentType, body));
    }

    BlockingQueue<Received> received() {
        return received;
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received.add(new Received(
                exchange.getRequestMethod(), exchange.getRequestURI().toString(), exchange.getRequestHeaders(), body));
        HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
        if (handler == null) {
            respond(exchange, 200, "application/json", "{\"from\":\"%s\"}".formatted(name));
        } else {
            handler.handle(exchange);
        }
    }

    private static void respond(HttpExchange exchange, int status, String contentType, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", contentType);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
