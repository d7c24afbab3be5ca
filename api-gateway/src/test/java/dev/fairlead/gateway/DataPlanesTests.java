package dev.fairlead.gateway;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.Lease;
import dev.fairlead.contracts.traffic.LeaseRequest;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole gateway: a plan of the traffic-service becomes an answer of the built-in DNS and of the built-in edge. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DataPlanesTests {

    /** Two attempts at a server that never answers take half of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path directory;

    private static final HttpServer TRAFFIC = traffic();
    private static final HttpServer POWER_DNS = brokenPowerDns();
    private static final CountDownLatch OVER = new CountDownLatch(1);
    private static int dns;
    private static int edge;
    private static volatile String counted = "";
    private static volatile String suspected = "";
    private static volatile boolean arrivalsRead;
    private static volatile String arrived = "";
    private static volatile RoutingPlan decided = web(1, "us-east", "192.0.2.1:80");

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        dns = freePort();
        edge = freePort();
        Path token = Files.writeString(directory.resolve("service-token"), "a-service-token-of-the-tests");
        registry.add("fairlead.service-token-file", token::toString);
        registry.add("fairlead.gateway.state-directory", directory::toString);
        registry.add("fairlead.bus.url", () -> "jdbc:postgresql://127.0.0.1:1/fairlead");
        registry.add("fairlead.bus.user", () -> "gateway");
        registry.add("fairlead.bus.password", () -> "none");
        registry.add("fairlead.data-planes.dns.port", () -> dns);
        registry.add("fairlead.data-planes.edge.port", () -> edge);
        Path key = Files.writeString(directory.resolve("powerdns-key"), "key");
        Map<String, String> addresses = Map.of(
                "down", "http://127.0.0.1:" + freePort(),
                "slow",
                        "http://127.0.0.1:%d/slow"
                                .formatted(POWER_DNS.getAddress().getPort()),
                "refusing",
                        "http://127.0.0.1:%d/refusing"
                                .formatted(POWER_DNS.getAddress().getPort()));
        addresses.forEach((name, url) -> {
            String prefix = "fairlead.data-planes.powerdns.%s.".formatted(name);
            registry.add(prefix + "url", () -> url);
            registry.add(prefix + "api-key-file", key::toString);
            registry.add(prefix + "dns-address", () -> "127.0.0.1:1");
        });
        String gdnsd = "fairlead.data-planes.gdnsd.silent.";
        registry.add(gdnsd + "admin-state-file", () -> directory.resolve("admin_state"));
        registry.add(gdnsd + "dns-address", () -> "127.0.0.1:1");
        registry.add(gdnsd + "witness.host", () -> "seen.demo.test");
        registry.add(gdnsd + "witness.data-center", () -> "metafo/fairlead/seen");
        registry.add(gdnsd + "resources.web", () -> "geoip/web");
        registry.add("fairlead.data-planes.dns.rate-limit.slip", () -> "1");
        Path tsig = Files.writeString(directory.resolve("tsig-key"), "hmac-sha256:fairlead:c2VjcmV0");
        registry.add("fairlead.data-planes.rfc2136.primary.address", () -> "127.0.0.1:1");
        registry.add("fairlead.data-planes.rfc2136.primary.key-file", tsig::toString);
        registry.add("fairlead.data-planes.rfc2136.primary.zones[0]", () -> "demo.test");
        String haproxy = "fairlead.data-planes.haproxy.away.";
        int away = freePort();
        registry.add(haproxy + "socket", () -> "127.0.0.1:" + away);
        registry.add(haproxy + "write-map", () -> "/writes.map");
        registry.add(haproxy + "applications", () -> "web,shop");
        registry.add(haproxy + "place.country", () -> "DE");
        registry.add(haproxy + "write-ttl", () -> "30s");
        String nginx = "fairlead.data-planes.nginx.broken.";
        registry.add(nginx + "directory", () -> directory.resolve("nginx").toString());
        registry.add(nginx + "applications", () -> "web");
        registry.add(nginx + "binary", () -> "false");
        registry.add(nginx + "status-address", () -> "127.0.0.1:" + away);
        for (String service : List.of("traffic", "health")) {
            registry.add(
                    "spring.http.serviceclient.%s.base-url".formatted(service),
                    () -> "http://127.0.0.1:" + TRAFFIC.getAddress().getPort());
        }
        registry.add("fairlead.gateway.observe-every", () -> "1s");
    }

    @AfterAll
    static void stop() {
        OVER.countDown();
        TRAFFIC.stop(0);
        POWER_DNS.stop(0);
    }

    @Test
    void aPlanBecomesAnAnswerAndEveryDataPlaneTellsThatItObeys() throws Exception {
        decided = web(decided.epoch() + 1, "us-east", "192.0.2.1:80");
        eventually(PATIENCE, () -> assertThat(addresses()).containsExactly("192.0.2.1"));
        decided = web(decided.epoch() + 1, "us-west", "192.0.2.2:80");
        eventually(PATIENCE, () -> {
            assertThat(addresses()).containsExactly("192.0.2.2");
            assertThat(edgeChoice()).isEqualTo("us-west");
        });
        eventually(PATIENCE, () -> {
            assertThat(List.of(plane("dns"), plane("edge"))).allSatisfy(plane -> {
                assertThat(plane.at("/standing/state").asString()).isEqualTo("in-sync");
                assertThat(plane.at("/obeyed/epoch").asLong()).isEqualTo(decided.epoch());
                assertThat(plane.at("/obeyed/lagMs").asLong()).isBetween(0L, 10_000L);
            });
        });
        assertThat(plane("dns").get("kind").asString()).isEqualTo("builtin-dns");
        assertThat(plane("dns").get("source").asString()).isEqualTo("configured");
        assertThat(get("/v1/data-planes/dns").get("code").asString()).isEqualTo("NOT_REGISTERED");
        assertThat(get("/v1/data-planes/none").get("code").asString()).isEqualTo("NOT_FOUND");
        assertThat(directory.resolve("plans.json")).content().contains("us-west");
    }

    @Test
    void whatUsersAskTheEdgeForIsToldToTheTrafficService() throws Exception {
        eventually(PATIENCE, () -> assertThat(edgeChoice()).startsWith("us-"));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge + "/"))
                .build();
        http.send(request, HttpResponse.BodyHandlers.discarding());

        eventually(PATIENCE, () -> {
            JsonNode sample = JsonMapper.shared().readTree(counted).at("/items/0");
            assertThat(sample.at("/application").asString()).isEqualTo("web");
            assertThat(sample.at("/audience").asString()).isEqualTo("everyone");
            assertThat(sample.at("/requests").asLong()).isPositive();
        });
    }

    @Test
    void whatTheEdgeSawFailIsToldToTheHealthServiceAndShown() throws Exception {
        decided = web(decided.epoch() + 1, "us-east", "127.0.0.1:" + freePort());
        String endpoint = decided.standings().getFirst().endpoints().getFirst().toString();
        eventually(
                PATIENCE,
                () -> assertThat(plane("edge").at("/obeyed/epoch").asLong()).isEqualTo(decided.epoch()));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge + "/"))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(502);

        eventually(PATIENCE, () -> {
            JsonNode evidence = StreamSupport.stream(
                            JsonMapper.shared()
                                    .readTree(suspected)
                                    .path("items")
                                    .spliterator(),
                            false)
                    .filter(one -> one.at("/endpoint/address").asString().equals(endpoint))
                    .findFirst()
                    .orElseThrow();
            assertThat(evidence.at("/endpoint/application").asString()).isEqualTo("web");
            assertThat(evidence.at("/endpoint/dataCenter").asString()).isEqualTo("us-east");
            assertThat(evidence.at("/from").asString()).isEqualTo("builtin-edge edge");
            assertThat(evidence.at("/failures").asInt()).isEqualTo(1);
        });
        eventually(PATIENCE, () -> {
            JsonNode share = plane("edge").at("/observed/shares/0");
            assertThat(share.at("/application").asString()).isEqualTo("web");
            assertThat(share.at("/requests/failed").asLong()).isPositive();
        });
        eventually(PATIENCE, () -> assertThat(arrived).contains("\"application\":\"web\",\"dataCenter\":\"us-east\""));
        assertThat(plane("away").has("observed")).isFalse();
    }

    @Test
    void whereRequestsArriveIsReadToCorrectWhatDnsAnswers() throws Exception {
        eventually(PATIENCE, () -> assertThat(arrivalsRead).isTrue());
        assertThat(plane("dns").at("/standing/reason").asString()).doesNotContain("to end at");
    }

    @Test
    void dataPlanesThatAreDownSlowOrRefuseSayWhyAndAreTriedAgainWhileTheOthersObey() throws Exception {
        long epoch = decided.epoch() + 1;
        decided = web(epoch, "us-east", "192.0.2.3:80");
        eventually(PATIENCE, () -> assertThat(addresses()).containsExactly("192.0.2.3"));
        Map<String, String> reasons = Map.of(
                "down", "does not answer",
                "silent", "gdnsd at 127.0.0.1:1 does not answer",
                "slow", "does not answer",
                "primary", "does not answer",
                "refusing", "answered 500: the backend is broken",
                "away", "HAProxy at 127.0.0.1",
                "broken", "nginx refuses the configuration");
        eventually(PATIENCE, () -> {
            JsonNode planes = get("/v1/data-planes").get("items");
            assertThat(planes).hasSize(9);
            for (JsonNode plane : planes) {
                String reason = reasons.get(plane.get("name").asString());
                if (reason == null) {
                    assertThat(plane.at("/standing/state").asString()).isEqualTo("in-sync");
                    assertThat(plane.at("/obeyed/epoch").asLong()).isEqualTo(epoch);
                    assertThat(plane.at("/counts/retries").asLong()).isZero();
                } else {
                    assertThat(plane.at("/standing/state").asString()).isEqualTo("failing");
                    assertThat(plane.at("/standing/reason").asString()).contains(reason);
                    assertThat(plane.at("/counts/retries").asLong()).isGreaterThan(1);
                    assertThat(plane.has("obeyed")).isFalse();
                }
            }
        });
    }

    private static List<String> addresses() throws IOException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress("127.0.0.1", dns));
        resolver.setTimeout(Duration.ofSeconds(2));
        Record question = Record.newRecord(Name.fromConstantString("127.0.0.1."), Type.A, DClass.IN);
        return resolver.send(Message.newQuery(question)).getSection(Section.ANSWER).stream()
                .map(Record::rdataToString)
                .toList();
    }

    private String edgeChoice() throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + edge + "/.well-known/fairlead-edge");
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("Fairlead-Data-Center")
                .orElse("nowhere");
    }

    private JsonNode plane(String name) throws IOException, InterruptedException {
        for (JsonNode plane : get("/v1/data-planes").get("items")) {
            if (plane.get("name").asString().equals(name)) {
                return plane;
            }
        }
        throw new AssertionError("there is no data plane " + name);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        String token = Files.readString(directory.resolve("operator-token")).strip();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return JsonMapper.shared()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    /** Under a host that a client which sets no host can ask for. */
    private static RoutingPlan web(long epoch, String dataCenter, String endpoint) {
        return plan("web", epoch)
                .host("127.0.0.1")
                .everyone(share(dataCenter, 10_000))
                .serving(dataCenter, endpoint)
                .decidedAt(Instant.now(), null)
                .build();
    }

    /** One that accepts and never answers, and one that cannot. */
    private static HttpServer brokenPowerDns() {
        HttpServer server = server();
        server.createContext("/slow", exchange -> {
            try (exchange) {
                OVER.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.createContext("/refusing", exchange -> {
            byte[] body = "the backend is broken".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(500, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static HttpServer traffic() {
        HttpServer traffic = server();
        traffic.createContext("/v1/plans", exchange -> {
            byte[] body = JsonMapper.shared().writeValueAsBytes(new Listing<>(List.of(decided)));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        traffic.createContext("/v1/leases", exchange -> {
            LeaseRequest asked =
                    JsonMapper.shared().readValue(exchange.getRequestBody().readAllBytes(), LeaseRequest.class);
            byte[] body = JsonMapper.shared().writeValueAsBytes(new Lease(asked.name(), asked.holder(), 1));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        traffic.createContext("/v1/evidence", exchange -> {
            suspected = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        traffic.createContext("/v1/arrivals", exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                arrivalsRead = true;
            } else {
                arrived = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            }
            byte[] body = JsonMapper.shared().writeValueAsBytes(new Listing<ObservedShare>(List.of()));
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        traffic.createContext("/v1/data-planes", exchange -> {
            boolean all = exchange.getRequestURI().getPath().equals("/v1/data-planes");
            byte[] body = (all ? "{\"items\": []}" : "{\"code\": \"NOT_FOUND\"}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", all ? "application/json" : "application/problem+json");
            exchange.sendResponseHeaders(all ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        traffic.createContext("/v1/demand", exchange -> {
            counted = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        traffic.start();
        return traffic;
    }

    private static HttpServer server() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
