package dev.fairlead.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A gateway that answers what it was told to and remembers what it was asked. Strict: it knows nothing else. */
final class TestGateway implements AutoCloseable {

    static final String TOKEN = "fairlead_1_2";

    /** A status: the connection ends without an answer. */
    static final int BREAKS_OFF = 0;

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    TestGateway() {
        this(null);
    }

    /** @param tls what it shows; absent: it speaks plainly */
    TestGateway(@Nullable SSLContext tls) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            if (tls == null) {
                server = HttpServer.create(anyPort, 0);
            } else {
                HttpsServer secured = HttpsServer.create(anyPort, 0);
                secured.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = secured;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    /** @param etag empty: none */
    record Answer(int status, String etag, String body) {}

    record Asked(String request, String authorization, String ifMatch, String body) {}

    String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** Answers a request such as {@code GET /v1/plans}; several answers follow each other, the last one stays. */
    TestGateway on(String request, int status, String body) {
        return on(request, new Answer(status, "", body));
    }

    TestGateway on(String request, Answer answer) {
        answers.computeIfAbsent(request, key -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** Answers every request that begins so. */
    TestGateway onAny(String start, int status, String body) {
        return on(start + "*", status, body);
    }

    List<Asked> asked() {
        return asked;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(request, header(exchange, "Authorization"), header(exchange, "If-Match"), body));
            Answer answer = next(request);
            if (answer.status() == BREAKS_OFF) {
                return;
            }
            if (!answer.etag().isEmpty()) {
                exchange.getResponseHeaders().set("ETag", answer.etag());
            }
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer next(String request) {
        Deque<Answer> left = answers.getOrDefault(request, answers.get(request.replaceFirst("[^/]*$", "*")));
        if (left == null) {
            return new Answer(404, "", "{\"code\":\"NOT_FOUND\",\"detail\":\"there is no such thing\"}");
        }
        synchronized (left) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
