package dev.fairlead.benchmarks.planes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.nats.NatsEventBus;
import dev.fairlead.bus.nats.NatsLogin;
import dev.fairlead.bus.nats.NatsSettings;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseRequest;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.testing.servers.NatsServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a gateway its plans as the traffic-service does, by a real bus and HTTP, and gives it every lease. What it tells is
 * written down before the change is announced.
 */
final class StandInTraffic implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final NatsServer nats = NatsServer.create();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final SortedMap<ApplicationName, RoutingPlan> plans = new TreeMap<>();
    private final Map<ApplicationName, byte[]> written = new HashMap<>();
    private volatile Said said = new Said("\"0\"", bytes("{\"items\":[]}"), "", new byte[0]);
    private final EventBus bus;
    private long version;

    /**
     * @param tag by which the gateway knows that it has this already
     * @param before the tag of what was said before
     * @param change what is new since then
     */
    private record Said(String tag, byte[] body, String before, byte[] change) {}

    private StandInTraffic() {
        try {
            nats.start();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            nats.close();
            throw new UncheckedIOException("the plans cannot be served: " + e.getMessage(), e);
        }
        bus = new NatsEventBus(new NatsSettings("benchmark", "local", List.of(nats.url()), new NatsLogin.None(), null));
        server.setExecutor(threads);
        server.createContext("/v1/plans", this::tellPlans);
        server.createContext("/v1/leases", answering(StandInTraffic::lease));
        server.createContext("/v1/demand", answering(body -> bytes("{}")));
    }

    static StandInTraffic start() {
        StandInTraffic traffic = new StandInTraffic();
        traffic.server.start();
        return traffic;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String busUrl() {
        return nats.url();
    }

    boolean connected() {
        return bus.connected();
    }

    /** Takes these plans in the place of older ones, and gives the moment from which the gateway could know of them. */
    synchronized Instant decide(Collection<RoutingPlan> changed) {
        List<ApplicationName> touched =
                changed.stream().map(RoutingPlan::application).toList();
        changed.forEach(plan -> {
            plans.put(plan.application(), plan);
            written.put(plan.application(), JSON.writeValueAsBytes(plan));
        });
        version++;
        String digest = PlanListing.digestOf(plans.values());
        Said next = new Said(
                "\"%d\"".formatted(version),
                listing(plans.keySet(), "}"),
                said.tag(),
                listing(
                        touched,
                        ",\"change\":{\"removed\":[],\"count\":%d,\"digest\":\"%s\"}}"
                                .formatted(plans.size(), digest)));
        Instant now = Instant.now();
        said = next;
        bus.publish(new Event(Topic.PLANS.name(), "plans"));
        return now;
    }

    private byte[] listing(Collection<ApplicationName> applications, String end) {
        ByteArrayOutputStream listing = new ByteArrayOutputStream();
        listing.writeBytes(bytes("{\"items\":["));
        String separator = "";
        for (ApplicationName application : applications) {
            listing.writeBytes(bytes(separator));
            listing.writeBytes(Objects.requireNonNull(written.get(application)));
            separator = ",";
        }
        listing.writeBytes(bytes("]" + end));
        return listing.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void tellPlans(HttpExchange exchange) throws IOException {
        Said now = said;
        exchange.getResponseHeaders().set("ETag", now.tag());
        String known = exchange.getRequestHeaders().getFirst("If-None-Match");
        if (now.tag().equals(known)) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
        } else if (now.before().equals(known) && exchange.getRequestURI().getQuery() != null) {
            answer(exchange, 200, now.change());
        } else {
            answer(exchange, 200, now.body());
        }
    }

    private static byte[] lease(byte[] body) {
        LeaseRequest asked = JSON.readValue(body, LeaseRequest.class);
        return JSON.writeValueAsBytes(new Lease(asked.name(), asked.holder(), 1));
    }

    private static HttpHandler answering(UnaryOperator<byte[]> question) {
        return exchange ->
                answer(exchange, 200, question.apply(exchange.getRequestBody().readAllBytes()));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        bus.close();
        server.stop(0);
        threads.close();
        nats.close();
    }
}
