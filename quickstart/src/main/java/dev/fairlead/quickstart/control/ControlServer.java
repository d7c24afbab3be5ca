package dev.fairlead.quickstart.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.Executors;

/** Takes orders for a demo on a port of the loopback address from whoever shows the token. */
public final class ControlServer implements AutoCloseable {

    private final HttpServer server;
    private final String token;
    private final DemoControls demo;

    private ControlServer(HttpServer server, String token, DemoControls demo) {
        this.server = server;
        this.token = token;
        this.demo = demo;
    }

    public static ControlServer start(String token, DemoControls demo) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        ControlServer control = new ControlServer(server, token, demo);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", control::handle);
        server.start();
        return control;
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String shown =
                    Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "");
            if (!MessageDigest.isEqual(bytes("Bearer " + token), bytes(shown))) {
                answer(exchange, 401, "the control token is missing or wrong");
            } else if (!exchange.getRequestMethod().equals("POST")) {
                answer(exchange, 405, "only POST");
            } else {
                order(exchange);
            }
        }
    }

    private void order(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        String order = path.length == 4 ? path[1] + "/" + path[3] : "";
        try {
            switch (order) {
                case "data-centers/kill" -> demo.killDataCenter(DataCenterName.of(path[2]));
                case "data-centers/start" -> demo.startDataCenter(DataCenterName.of(path[2]));
                case "regions/kill" -> demo.killRegion(RegionName.of(path[2]));
                case "regions/start" -> demo.startRegion(RegionName.of(path[2]));
                case "services/kill" -> demo.killService(path[2]);
                default -> throw new IllegalArgumentException("no such order: " + exchange.getRequestURI());
            }
            answer(exchange, 200, "done");
        } catch (IllegalArgumentException e) {
            answer(exchange, 404, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            answer(exchange, 500, String.valueOf(e.getMessage()));
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = bytes(text);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
