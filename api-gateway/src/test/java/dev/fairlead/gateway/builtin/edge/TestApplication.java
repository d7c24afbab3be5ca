package dev.fairlead.gateway.builtin.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** An application in one data center: says where it is, repeats what it gets, streams, breaks off. */
final class TestApplication implements AutoCloseable {

    private final String dataCenter;
    private final CountDownLatch uploading;
    private final CountDownLatch cutOff;
    private final HttpServer server;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    final CountDownLatch secondPart = new CountDownLatch(1);

    /**
     * @param uploading opened when the first byte of an upload was read
     * @param cutOff opened when an endless answer was broken off
     */
    TestApplication(String dataCenter, CountDownLatch uploading, CountDownLatch cutOff) throws IOException {
        this.uploading = uploading;
        this.cutOff = cutOff;
        this.dataCenter = dataCenter;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String endpoint() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    Map<String, List<String>> lastHeaders() {
        return headers.getLast();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            headers.add(Map.copyOf(exchange.getRequestHeaders()));
            switch (exchange.getRequestURI().getPath()) {
                case "/echo" -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(body);
                }
                case "/upload" -> {
                    boolean first = exchange.getRequestBody().read() >= 0;
                    uploading.countDown();
                    exchange.getRequestBody().readAllBytes();
                    exchange.sendResponseHeaders(first ? 200 : 400, -1);
                }
                case "/stream" -> stream(exchange);
                case "/endless" -> endless(exchange);
                case "/broken" -> {
                    exchange.sendResponseHeaders(200, 1_000_000);
                    exchange.getResponseBody().write(new byte[100_000]);
                    exchange.getResponseBody().flush();
                }
                default -> {
                    if (exchange.getRequestURI().getPath().equals("/falls-silent-in-" + dataCenter)) {
                        return; // the connection ends without an answer
                    }
                    byte[] body = dataCenter.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Connection", "X-Hop");
                    exchange.getResponseHeaders().add("X-Hop", "stays here");
                    exchange.getResponseHeaders().add("Set-Cookie", "a=1");
                    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
                    exchange.sendResponseHeaders(
                            200, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
                    if (!exchange.getRequestMethod().equals("HEAD")) {
                        exchange.getResponseBody().write(body);
                    }
                }
            }
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write("first".getBytes(StandardCharsets.UTF_8));
        out.flush();
        try {
            secondPart.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        out.write("second".getBytes(StandardCharsets.UTF_8));
    }

    private void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] piece = new byte[64 * 1024];
        try {
            while (true) {
                exchange.getResponseBody().write(piece);
                exchange.getResponseBody().flush();
            }
        } catch (IOException e) {
            cutOff.countDown();
            throw e;
        }
    }

    @Override
    public void close() {
        secondPart.countDown();
        server.stop(0);
    }
}
