package dev.fairlead.quickstart.site;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The web application of one data center. {@code GET /} says which data center answers, its version, and the number of
 * orders while the local copy of the database can be read; {@code GET /orders} reads that number from any copy, the local
 * one first; {@code POST /orders} writes through the primary, wherever it is; {@code /install} is the hook of a rollout; {@code /flap} makes it fail now and then.
 */
public final class DemoSite implements AutoCloseable {

    private static final JsonMapper json = JsonMapper.shared();
    private static final int MAX_BODY = 64 * 1024;

    /** Ending of a version that answers its users with errors, so that a rollout has something to find. */
    private static final String BROKEN = "-broken";

    private final SiteConfig config;
    private final Orders local;
    private final Orders elsewhere;
    private final Orders primary;
    private final HttpServer server;
    private volatile Flapping flapping = Flapping.NEVER;

    private DemoSite(SiteConfig config) throws IOException {
        this.config = config;
        this.local = new Orders(config.readUrl(), config.user(), config.password());
        this.elsewhere = new Orders(config.elsewhereUrl(), config.user(), config.password());
        this.primary = new Orders(config.writeUrl(), config.user(), config.password());
        this.server = HttpServer.create(new InetSocketAddress(config.address(), config.port()), 512);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", guarded(this::home));
        server.createContext("/healthz", guarded(this::health));
        server.createContext("/install", guarded(this::install));
        server.createContext("/orders", guarded(this::orders));
        server.createContext("/flap", guarded(this::flap));
    }

    static DemoSite start(SiteConfig config) throws IOException {
        DemoSite site = new DemoSite(config);
        site.server.start();
        return site;
    }

    /**
     * Runs until standard input closes, which it does when the demo is gone.
     *
     * @param args the file with the site's configuration
     */
    public static void main(String[] args) throws IOException {
        SiteConfig config = SiteConfig.read(Path.of(args[0]));
        try (DemoSite site = start(config)) {
            System.out.println(site.config + " is up");
            while (System.in.read() >= 0) {
                // nothing is ever sent
            }
        }
        System.exit(0);
    }

    private Answer home(HttpExchange request) {
        Map<String, Object> body = self();
        if (flaps(request)) {
            return new Answer(503, body);
        }
        if (version().endsWith(BROKEN)) {
            body.put("error", "this version is broken");
            return new Answer(500, body);
        }
        try {
            body.put("orders", local.count());
        } catch (SQLException e) {
            body.put("database", "cannot be read");
        }
        return new Answer(200, body);
    }

    private Answer health(HttpExchange request) {
        return new Answer(flaps(request) ? 503 : 200, self());
    }

    private boolean flaps(HttpExchange request) {
        String host = Objects.requireNonNullElse(request.getRequestHeaders().getFirst("Host"), "");
        return flapping.fails(host, System.nanoTime());
    }

    private Answer flap(HttpExchange request) throws IOException {
        JsonNode asked = json.readTree(request.getRequestBody().readNBytes(MAX_BODY));
        String host = asked.path("host").asString("");
        long period = asked.path("periodMs").asLong(0);
        if (host.isEmpty() || period <= 0) {
            return new Answer(400, Map.of("error", "host and periodMs are required"));
        }
        flapping = new Flapping(
                host,
                System.nanoTime(),
                Duration.ofMillis(period),
                Duration.ofMillis(asked.path("forMs").asLong(0)));
        return new Answer(200, self());
    }

    /**
     * When it fails: every other period.
     *
     * @param host of the application that fails; the others here are well
     * @param length after which it is well
     */
    private record Flapping(String host, long begunNanos, Duration period, Duration length) {

        static final Flapping NEVER = new Flapping("", 0, Duration.ofMillis(1), Duration.ZERO);

        boolean fails(String asked, long nowNanos) {
            long since = nowNanos - begunNanos;
            return asked.equals(host) && since < length.toNanos() && since / period.toNanos() % 2 == 0;
        }
    }

    private Answer install(HttpExchange request) throws IOException {
        if (request.getRequestMethod().equals("POST")) {
            JsonNode asked = json.readTree(request.getRequestBody().readNBytes(MAX_BODY));
            String version = asked.path("version").asString("");
            if (version.isBlank()) {
                return new Answer(400, Map.of("error", "version is required"));
            }
            Path half = config.versionFile().resolveSibling(config.versionFile().getFileName() + ".half");
            Files.writeString(half, version);
            Files.move(half, config.versionFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        return new Answer(200, self());
    }

    private Answer orders(HttpExchange request) {
        return switch (request.getRequestMethod()) {
            case "GET" -> counted();
            case "POST" -> ordered(number(request));
            default -> new Answer(405, self());
        };
    }

    private Answer counted() {
        Map<String, Object> body = self();
        try {
            body.put("orders", anywhere());
            return new Answer(200, body);
        } catch (SQLException e) {
            body.put("error", "no copy can be read: " + Objects.requireNonNullElse(e.getMessage(), ""));
            return new Answer(503, body);
        }
    }

    private long anywhere() throws SQLException {
        try {
            return local.count();
        } catch (SQLException e) {
            return elsewhere.count();
        }
    }

    private static @Nullable Long number(HttpExchange request) {
        String query = Objects.requireNonNullElse(request.getRequestURI().getQuery(), "");
        return query.matches("number=\\d{1,18}") ? Long.valueOf(query.substring(query.indexOf('=') + 1)) : null;
    }

    private Answer ordered(@Nullable Long number) {
        Map<String, Object> body = self();
        try {
            body.put("order", primary.insert(number));
            return new Answer(201, body);
        } catch (SQLException e) {
            body.put("error", "the primary does not take writes: " + Objects.requireNonNullElse(e.getMessage(), ""));
            return new Answer(503, body);
        }
    }

    private Map<String, Object> self() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("dataCenter", config.dataCenter());
        body.put("version", version());
        return body;
    }

    private String version() {
        try {
            return Files.readString(config.versionFile()).strip();
        } catch (IOException e) {
            return "1.0";
        }
    }

    private static HttpHandler guarded(Action action) {
        return exchange -> {
            try (exchange) {
                Answer answer = action.answer(exchange);
                byte[] body = (json.writeValueAsString(answer.body()) + "\n").getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                if (answer.status() == 503) {
                    exchange.getResponseHeaders().add("Retry-After", "1");
                }
                boolean head = exchange.getRequestMethod().equals("HEAD");
                exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
                if (!head) {
                    OutputStream out = exchange.getResponseBody();
                    out.write(body);
                }
            }
        };
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private interface Action {
        Answer answer(HttpExchange request) throws IOException;
    }

    private record Answer(int status, Map<String, Object> body) {}
}
