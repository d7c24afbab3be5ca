package dev.fairlead.deploy.rollout;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.RunHeaders;
import dev.fairlead.contracts.health.CheckRequest;
import dev.fairlead.contracts.health.CheckResult;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.VantagePointStatus;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application in three data centers with their install hooks, and the REST of the traffic-service and the
 * health-service over it, behind real HTTP. It is strict: a version is only ever installed where no users are.
 */
public final class FakeFleet implements AutoCloseable {

    public static final List<String> DATA_CENTERS = List.of("us-east", "us-west", "eu-west");
    private static final ApplicationName SHOP = ApplicationName.of("shop");

    public final Map<String, String> installed = new ConcurrentHashMap<>();
    public final Map<String, String> drains = new ConcurrentHashMap<>();
    private final Map<String, Long> epochs = new ConcurrentHashMap<>();
    public final Set<String> down = ConcurrentHashMap.newKeySet();
    final Set<String> broken = ConcurrentHashMap.newKeySet();
    final Set<String> refused = ConcurrentHashMap.newKeySet();
    public final List<String> orders = new CopyOnWriteArrayList<>();
    public final List<String> faults = new CopyOnWriteArrayList<>();
    private final JsonMapper json = JsonMapper.builder().build();
    private final HttpServer server;
    private volatile @Nullable Hold hold;
    public volatile @Nullable CountDownLatch hooksWaitFor;

    /** The vantage points, one beside each data center, that nobody hears. */
    public final Set<String> silent = ConcurrentHashMap.newKeySet();

    /** Those that are heard and vote for nothing. */
    public final Set<String> mute = ConcurrentHashMap.newKeySet();

    /** Those that find everything down. */
    public final Set<String> mistaken = ConcurrentHashMap.newKeySet();

    /** What a dry run of the traffic-service finds. */
    public final List<Preview.Hit> hits = new CopyOnWriteArrayList<>();

    /** The query of each override, in order. */
    public final List<String> queries = new CopyOnWriteArrayList<>();

    /** The hash of what a dry run of the traffic-service finds. */
    public volatile String planHash = "hash";

    /** Whether it sends users wherever it did, whatever is ordered. */
    public volatile boolean deaf;

    /** The data centers where nobody writes, by id of the order. */
    public final Map<String, String> readOnly = new ConcurrentHashMap<>();

    /** What data planes count. */
    public volatile Supplier<List<ObservedShare>> arrivals = List::of;

    /** How long answers last; a drain is as old as time where they do not. */
    public volatile int ttlSeconds;

    private final Map<String, Instant> drainedAt = new ConcurrentHashMap<>();

    public final List<String> restored = new CopyOnWriteArrayList<>();

    public FakeFleet() throws IOException {
        DATA_CENTERS.forEach(dataCenter -> installed.put(dataCenter, "1.0"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /**
     * From now on who calls so is obeyed but not answered.
     *
     * @param call its beginning, such as {@code PUT /v1/overrides/}
     * @return open at zero: the first call has come
     */
    public CountDownLatch hold(String call) {
        Hold next = new Hold(call, new CountDownLatch(1), new CountDownLatch(1));
        hold = next;
        return next.reached();
    }

    /** Answers everybody again. */
    public void release() {
        Hold before = hold;
        hold = null;
        if (before != null) {
            before.over().countDown();
        }
    }

    private record Hold(String call, CountDownLatch reached, CountDownLatch over) {}

    private void holdBack(HttpExchange exchange) throws IOException {
        Hold told = hold;
        if (told != null && (exchange.getRequestMethod() + " " + exchange.getRequestURI()).startsWith(told.call())) {
            told.reached().countDown();
            await(told.over());
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                byte[] bytes = json.writeValueAsBytes(body(exchange));
                holdBack(exchange);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } catch (Refusal e) {
                exchange.sendResponseHeaders(403, -1);
            } catch (RuntimeException e) {
                faults.add(exchange.getRequestURI() + ": " + e);
                exchange.sendResponseHeaders(500, -1);
            }
        }
    }

    private Object body(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String call = exchange.getRequestMethod() + " " + path;
        return switch (call) {
            case "GET /v1/applications" -> new Listing<>(List.of(application()));
            case "GET /v1/applications/shop/plan" -> plan();
            case "GET /v1/arrivals" -> new Listing<>(arrivals.get());
            case "GET /v1/data-centers" -> new Listing<>(dataCenters());
            case "POST /v1/restores" -> {
                RestoreRequest request = read(exchange, RestoreRequest.class);
                if (isDryRun(exchange)) {
                    yield preview();
                }
                restored.add(request.dataCenter() + " " + request.application());
                yield Map.of();
            }
            case "GET /v1/verdicts" -> new Listing<>(verdicts());
            case "GET /v1/vantage-points" -> new Listing<>(vantagePoints());
            case "POST /v1/checks" -> check(read(exchange, CheckRequest.class));
            default -> path.startsWith("/hooks/") ? hook(exchange, path) : override(exchange, call);
        };
    }

    /** A hook does not want to. */
    private static final class Refusal extends RuntimeException {}

    private <T> T read(HttpExchange exchange, Class<T> type) {
        return json.readValue(exchange.getRequestBody(), type);
    }

    private Object hook(HttpExchange exchange, String path) throws IOException {
        String dataCenter = path.substring("/hooks/".length());
        if (exchange.getRequestMethod().equals("POST")) {
            String version = Objects.toString(read(exchange, Map.class).get("version"));
            long epoch = Long.parseLong(exchange.getRequestHeaders().getFirst(RunHeaders.EPOCH));
            if (!drains.containsValue(dataCenter)) {
                faults.add("installed on users in " + dataCenter);
            }
            String order = "%s %s".formatted(dataCenter, version);
            orders.add(order);
            if (refused.contains(order)) {
                throw new Refusal();
            }
            CountDownLatch gate = hooksWaitFor;
            if (gate != null) {
                await(gate);
            }
            if (epoch > 0) {
                installed.put(dataCenter, version);
            }
        }
        return Map.of("version", Objects.toString(installed.get(dataCenter)));
    }

    private static void await(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private Object override(HttpExchange exchange, String call) {
        String id = call.substring(call.lastIndexOf('/') + 1);
        if (isDryRun(exchange)) {
            return preview();
        }
        String query = Objects.toString(exchange.getRequestURI().getQuery(), "");
        String run = Objects.requireNonNull(exchange.getRequestHeaders().getFirst(RunHeaders.RUN));
        long epoch = Long.parseLong(exchange.getRequestHeaders().getFirst(RunHeaders.EPOCH));
        if (epochs.merge(run, epoch, Math::max) > epoch) {
            throw new Refusal();
        }
        if (call.startsWith("PUT /v1/overrides/")) {
            OverrideRequest request = read(exchange, OverrideRequest.class);
            String dataCenter = Objects.requireNonNull(request.dataCenter()).value();
            boolean refusesWrites = request.kind() == RoutingOverride.Kind.READ_ONLY;
            (refusesWrites ? readOnly : drains).put(id, dataCenter);
            drainedAt.putIfAbsent(dataCenter, Instant.now());
            queries.add(query);
            return new RoutingOverride(
                    id,
                    request.kind(),
                    request.application(),
                    request.dataCenter(),
                    request.reason(),
                    "deploy-service",
                    Instant.now(),
                    Instant.now().plusSeconds(60L * request.minutes()));
        }
        if (call.startsWith("DELETE /v1/overrides/")) {
            String ended = drains.remove(id);
            if (ended != null) {
                drainedAt.remove(ended);
            }
            readOnly.remove(id);
            return Map.of();
        }
        throw new IllegalArgumentException("nobody should call " + call);
    }

    private static boolean isDryRun(HttpExchange exchange) {
        return "dryRun=true".equals(exchange.getRequestURI().getQuery());
    }

    private Preview<Void> preview() {
        return new Preview<>(null, List.of(new Preview.Change(SHOP, 33.3, plan(), plan())), hits, planHash);
    }

    private static List<Resource<DataCenterSpec>> dataCenters() {
        return DATA_CENTERS.stream()
                .map(name -> new Resource<>(
                        "DataCenter",
                        new Resource.Metadata(name, 1L),
                        new DataCenterSpec(RegionName.of(name), new Location(0, 0))))
                .toList();
    }

    private static Resource<ApplicationSpec> application() {
        List<ApplicationSpec.Pool> pools = DATA_CENTERS.stream()
                .map(dataCenter ->
                        new ApplicationSpec.Pool(DataCenterName.of(dataCenter), List.of(address(dataCenter))))
                .toList();
        @SuppressWarnings("NullAway") // what is absent has a default
        ApplicationSpec spec = new ApplicationSpec("shop.example", null, pools, null, null, null);
        return new Resource<>("Application", new Resource.Metadata(SHOP.value(), 1L), spec);
    }

    private static EndpointAddress address(String dataCenter) {
        return new EndpointAddress("192.0.2." + (1 + DATA_CENTERS.indexOf(dataCenter)), 80);
    }

    private RoutingPlan plan() {
        List<String> serving = DATA_CENTERS.stream()
                .filter(dataCenter -> state(dataCenter) == Standing.State.SERVING)
                .toList();
        List<Share> shares = new ArrayList<>();
        for (String dataCenter : serving) {
            int rest = shares.isEmpty() ? Share.WHOLE % serving.size() : 0;
            shares.add(new Share(DataCenterName.of(dataCenter), Share.WHOLE / serving.size() + rest));
        }
        List<Standing> standings = DATA_CENTERS.stream()
                .map(dataCenter -> new Standing(
                        DataCenterName.of(dataCenter),
                        state(dataCenter),
                        readOnly.containsValue(dataCenter) ? ServingMode.READ_ONLY : ServingMode.READ_WRITE,
                        List.of(address(dataCenter)),
                        since(dataCenter),
                        state(dataCenter).name(),
                        "as the test set it",
                        false,
                        null,
                        readOnly.containsValue(dataCenter)
                                ? new Standing.ModeReason("READ_ONLY_ORDERED", "as the test set it", Instant.EPOCH)
                                : null))
                .toList();
        AudienceShares everyone = new AudienceShares("everyone", List.of(), List.of(), List.of(), shares);
        return new RoutingPlan(
                SHOP,
                "shop.example",
                ttlSeconds == 0 ? 5 : ttlSeconds,
                7,
                Instant.EPOCH,
                null,
                List.of(everyone),
                standings,
                null);
    }

    private Instant since(String dataCenter) {
        Instant drained = drainedAt.get(dataCenter);
        return ttlSeconds == 0 || drained == null ? Instant.EPOCH : drained;
    }

    private Standing.State state(String dataCenter) {
        if (!deaf && drains.containsValue(dataCenter)) {
            return Standing.State.DRAINED;
        }
        return down.contains(dataCenter) ? Standing.State.DOWN : Standing.State.SERVING;
    }

    private List<Verdict> verdicts() {
        return DATA_CENTERS.stream()
                .map(dataCenter -> new Verdict(
                        new Endpoint(SHOP, DataCenterName.of(dataCenter), address(dataCenter)),
                        down.contains(dataCenter) ? Health.DOWN : Health.UP,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "as the test set it",
                        votes(dataCenter)))
                .toList();
    }

    /** No vantage point judges the data center beside it. */
    private List<Observation> votes(String dataCenter) {
        return DATA_CENTERS.stream()
                .filter(region -> !region.equals(dataCenter) && !silent.contains(region) && !mute.contains(region))
                .map(region -> new Observation(
                        new Endpoint(SHOP, DataCenterName.of(dataCenter), address(dataCenter)),
                        RegionName.of(region),
                        down.contains(dataCenter) || mistaken.contains(region) ? Health.DOWN : Health.UP,
                        Instant.EPOCH,
                        Instant.EPOCH,
                        "as the test set it"))
                .toList();
    }

    private List<VantagePointStatus> vantagePoints() {
        return DATA_CENTERS.stream()
                .map(region ->
                        new VantagePointStatus(RegionName.of(region), null, !silent.contains(region), null, null))
                .toList();
    }

    private CheckResult check(CheckRequest request) {
        String dataCenter = DATA_CENTERS.stream()
                .filter(name -> address(name).equals(request.address()))
                .findFirst()
                .orElseThrow();
        String version = Objects.requireNonNull(installed.get(dataCenter));
        boolean passed = request.host().equals("shop.example")
                && version.equals(request.expectedBody())
                && !broken.contains(dataCenter + " " + version);
        return new CheckResult(RegionName.of("local"), passed, 3, passed ? "200" : "500 from " + version);
    }

    @Override
    public void close() {
        release();
        server.stop(0);
    }
}
