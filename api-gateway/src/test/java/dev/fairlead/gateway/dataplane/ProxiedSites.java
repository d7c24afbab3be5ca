package dev.fairlead.gateway.dataplane;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP server in each of some data centers, that says where it is, and the user of a proxy in front of them. */
public final class ProxiedSites implements AutoCloseable {

    /** A path that is answered when {@link #release()} was called. */
    public static final String HELD = "/held";

    private final Map<DataCenterName, HttpServer> sites = new TreeMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<DataCenterName, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final Map<DataCenterName, Integer> failing = new ConcurrentHashMap<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger held = new AtomicInteger();

    /** Otherwise every small answer waits for a delayed acknowledgement. */
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    public ProxiedSites(DataCenterName... dataCenters) {
        for (DataCenterName dataCenter : dataCenters) {
            sites.put(dataCenter, site(dataCenter));
        }
    }

    private HttpServer site(DataCenterName dataCenter) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, dataCenter));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void answer(HttpExchange exchange, DataCenterName dataCenter) throws IOException {
        if (exchange.getRequestURI().getPath().equals(HELD)) {
            held.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        asked.computeIfAbsent(dataCenter, site -> new AtomicInteger()).incrementAndGet();
        exchange.getResponseHeaders().set("Data-Center", dataCenter.value());
        exchange.sendResponseHeaders(failing.getOrDefault(dataCenter, 204), -1);
        exchange.close();
    }

    public Map<DataCenterName, EndpointAddress> endpoints() {
        Map<DataCenterName, EndpointAddress> endpoints = new TreeMap<>();
        sites.forEach((dataCenter, site) -> endpoints.put(
                dataCenter, new EndpointAddress("127.0.0.1", site.getAddress().getPort())));
        return endpoints;
    }

    public EndpointAddress endpoint(DataCenterName dataCenter) {
        return Objects.requireNonNull(endpoints().get(dataCenter));
    }

    /** How many requests for {@link #HELD} have arrived. */
    public int held() {
        return held.get();
    }

    public void release() {
        released.countDown();
    }

    /** From now on its endpoint answers every request with this status. */
    public void fail(DataCenterName dataCenter, int status) {
        failing.put(dataCenter, status);
    }

    /** How many requests its endpoint was asked. */
    public int asked(DataCenterName dataCenter) {
        AtomicInteger requests = asked.get(dataCenter);
        return requests == null ? 0 : requests.get();
    }

    public void stop(DataCenterName dataCenter) {
        Objects.requireNonNull(sites.get(dataCenter)).stop(0);
    }

    /** @param headers by name in lower case */
    public record Answer(int status, Map<String, String> headers) {

        /** Who answered; absent: the proxy itself. */
        public Optional<DataCenterName> dataCenter() {
            return Optional.ofNullable(headers.get("data-center")).map(DataCenterName::of);
        }
    }

    /** One request. */
    public record Request(String method, String host, String path, String client) {

        public Request(String method, String host) {
            this(method, host, "/", "203.0.113.7");
        }

        public Request at(String otherPath) {
            return new Request(method, host, otherPath, client);
        }

        public Request from(String otherClient) {
            return new Request(method, host, path, otherClient);
        }
    }

    /** A raw request over a connection of its own, because the JDK's client does not let the host be chosen. */
    public static Answer ask(int port, Request request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            "%s %s HTTP/1.1\r\nHost: %s\r\nX-Forwarded-For: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                    .formatted(request.method(), request.path(), request.host(), request.client())
                                    .getBytes(StandardCharsets.US_ASCII));
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            int status = Integer.parseInt(
                    Objects.requireNonNull(reader.readLine(), "no status line").split(" ")[1]);
            Map<String, String> headers = new TreeMap<>();
            for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
                String[] parts = line.split(": ", 2);
                headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
            }
            return new Answer(status, headers);
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy did not answer", e);
        }
    }

    @Override
    public void close() {
        release();
        sites.values().forEach(site -> site.stop(0));
        threads.shutdownNow();
    }
}
