package dev.fairlead.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.quickstart.client.GatewayClient;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/**
 * An application in two data centers that get half of its users each, wherever those are: an HTTP server in each, on a loopback address of
 * its own, which says where it is.
 */
final class TwoSites implements AutoCloseable {

    static final DataCenterName EAST = DemoDataCenter.US_EAST.dataCenter();
    static final DataCenterName WEST = DemoDataCenter.US_WEST.dataCenter();

    static final String APPLICATION = "shop";
    static final String ZONE = "fairlead.example";
    static final String HOST = APPLICATION + "." + ZONE;
    private static final int TTL_SECONDS = 5;

    /** The machine is busy while services start. */
    private static final int PROBE_TIMEOUT_MS = 5_000;

    private final Map<DataCenterName, HttpServer> sites = new TreeMap<>();

    /** Otherwise every small answer waits for a delayed acknowledgement. */
    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    TwoSites() throws IOException {
        sites.put(EAST, site(EAST, "127.0.0.11"));
        sites.put(WEST, site(WEST, "127.0.0.12"));
    }

    private static HttpServer site(DataCenterName dataCenter, String ip) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(ip), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, dataCenter));
        server.start();
        return server;
    }

    /** Keeps no connection, so that no proxy uses one that is closed for idleness at that moment. */
    private static void answer(HttpExchange exchange, DataCenterName dataCenter) throws IOException {
        try (exchange) {
            byte[] body = "{\"dataCenter\": \"%s\"}".formatted(dataCenter).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    EndpointAddress endpoint(DataCenterName dataCenter) {
        InetSocketAddress address =
                Objects.requireNonNull(sites.get(dataCenter)).getAddress();
        return new EndpointAddress(address.getAddress().getHostAddress(), address.getPort());
    }

    /** The data center that has this address. */
    String at(InetAddress address) {
        return sites.keySet().stream()
                .filter(dataCenter -> endpoint(dataCenter).ip().equals(address.getHostAddress()))
                .findFirst()
                .map(DataCenterName::value)
                .orElseGet(() -> "elsewhere: " + address.getHostAddress());
    }

    /** Writes the data centers and the application as an operator would. */
    void describeTo(GatewayClient operator) throws IOException {
        for (DemoDataCenter each : List.of(DemoDataCenter.US_EAST, DemoDataCenter.US_WEST)) {
            DataCenterSpec spec = new DataCenterSpec(each.region(), each.location());
            operator.apply(
                    "data-centers", resource("DataCenter", each.dataCenter().value(), spec));
        }
        operator.apply("applications", resource("Application", APPLICATION, application()));
    }

    private static <S> Resource<S> resource(String kind, String name, S spec) {
        return new Resource<>(kind, new Resource.Metadata(name, null), spec);
    }

    private ApplicationSpec application() {
        List<ApplicationSpec.Pool> pools = sites.keySet().stream()
                .map(dataCenter -> new ApplicationSpec.Pool(dataCenter, List.of(endpoint(dataCenter))))
                .toList();
        SteeringPolicy halves = new SteeringPolicy(
                false,
                List.of(),
                Map.of(EAST, 50, WEST, 50),
                List.of(),
                SteeringPolicy.AllDown.FAIL_STATIC,
                SteeringPolicy.Failback.AUTO);
        return new ApplicationSpec(HOST, TTL_SECONDS, pools, check(), halves, null);
    }

    @SuppressWarnings("NullAway") // what is absent has a default
    private static HealthCheck check() {
        return new HealthCheck(null, null, null, PROBE_TIMEOUT_MS, null, null, null);
    }

    @Override
    public void close() {
        sites.values().forEach(site -> site.stop(0));
    }
}
