package dev.fairlead.lab.regions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What runs in a data center: answers which one it is, and lets versions be installed. As it must, it keeps the highest
 * epoch of each run and rejects an order under a lower one; every order is written into a journal.
 */
public final class LabSite {

    static final int PORT = 8000;

    /** Where the same site serves as a second data center. */
    static final int SECOND_PORT = 8001;

    private static final int MAX_BODY = 64 * 1024;
    private static final JsonMapper json = JsonMapper.shared();

    private final String dataCenter;
    private final Path journal;
    private final Map<String, Long> epochs = new HashMap<>();
    private String version = "1.0";

    private LabSite(String dataCenter, Path journal) throws IOException {
        this.dataCenter = dataCenter;
        this.journal = journal;
        for (Order order : orders(journal)) {
            remember(order);
        }
    }

    /** What a journal holds. */
    public static List<Order> orders(Path journal) throws IOException {
        if (!Files.exists(journal)) {
            return List.of();
        }
        return Files.readAllLines(journal).stream()
                .map(line -> json.readValue(line, Order.class))
                .toList();
    }

    /**
     * Runs until standard input closes.
     *
     * @param args the data center's name, the address to listen on, the journal
     */
    public static void main(String[] args) throws IOException {
        LabSite site = new LabSite(args[0], Path.of(args[2]));
        for (int port : List.of(PORT, SECOND_PORT)) {
            HttpServer server = HttpServer.create(new InetSocketAddress(args[1], port), 512);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", site::answer);
            server.start();
        }
        while (System.in.read() >= 0) {
            // nothing is ever sent
        }
        System.exit(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean order = exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().equals("/install");
            int status = order ? install(exchange) : 200;
            byte[] body = json.writeValueAsString(Map.of("dataCenter", dataCenter, "version", version()))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private int install(HttpExchange exchange) throws IOException {
        String ordered = json.readTree(exchange.getRequestBody().readNBytes(MAX_BODY))
                .path("version")
                .asString("");
        String run = header(exchange, "Fairlead-Run", "none");
        long epoch = Long.parseLong(header(exchange, "Fairlead-Epoch", "0"));
        String executor = exchange.getRemoteAddress().getAddress().getHostAddress();
        return install(new Order(Instant.now(), run, epoch, executor, ordered, false));
    }

    private static String header(HttpExchange exchange, String name, String otherwise) {
        @Nullable String value = exchange.getRequestHeaders().getFirst(name);
        return Objects.requireNonNullElse(value, otherwise);
    }

    private synchronized int install(Order order) throws IOException {
        boolean accepted = order.epoch() >= epochs.getOrDefault(order.run(), 0L);
        Order judged = order.accepted(accepted);
        Files.writeString(
                journal, json.writeValueAsString(judged) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        remember(judged);
        return accepted ? 200 : 409;
    }

    private void remember(Order order) {
        if (order.accepted()) {
            epochs.put(order.run(), order.epoch());
            version = order.version();
        }
    }

    private synchronized String version() {
        return version;
    }

    /**
     * An order as the journal has it.
     *
     * @param executor address of the service that gave it
     */
    public record Order(Instant at, String run, long epoch, String executor, String version, boolean accepted) {

        Order accepted(boolean value) {
            return new Order(at, run, epoch, executor, version, value);
        }
    }
}
