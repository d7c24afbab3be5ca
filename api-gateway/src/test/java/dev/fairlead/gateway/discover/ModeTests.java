package dev.fairlead.gateway.discover;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.ModeReason;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.gateway.Plans;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole gateway beside a traffic-service that can be silenced: an application asks what it may do. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class ModeTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MODE = "/v1/applications/shop/mode";
    private static final Instant SINCE = Instant.parse("2026-01-01T01:00:00Z");

    @TempDir
    private static Path directory;

    private static final TrafficServiceOfOnePlan TRAFFIC = new TrafficServiceOfOnePlan(writable(1));

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    @SuppressWarnings("NullAway.Init")
    private AwaitedPlans awaited;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        Path token = Files.writeString(directory.resolve("service-token"), "a-service-token-of-the-tests");
        registry.add("fairlead.service-token-file", token::toString);
        registry.add("fairlead.gateway.state-directory", directory::toString);
        registry.add("fairlead.bus.url", () -> "jdbc:postgresql://127.0.0.1:1/fairlead");
        registry.add("fairlead.bus.user", () -> "gateway");
        registry.add("fairlead.bus.password", () -> "none");
        registry.add("fairlead.data-planes.dns.enabled", () -> false);
        registry.add("fairlead.data-planes.edge.enabled", () -> false);
        registry.add("spring.http.serviceclient.traffic.base-url", TRAFFIC::url);
    }

    @BeforeEach
    void aPlanOfItsOwn() throws Exception {
        TRAFFIC.away(false);
        decide(writable(epoch() + 1));
    }

    @AfterAll
    static void stop() {
        TRAFFIC.close();
    }

    @Test
    void tellsWhatAnApplicationMayDoWhereAndSinceWhen() throws Exception {
        decide(readOnly(epoch() + 1));
        HttpResponse<String> answer = get(MODE);
        JsonNode body = json(answer);
        assertThat(answer.headers().firstValue("ETag")).contains("\"%d\"".formatted(epoch()));
        assertThat(body.get("application").asString()).isEqualTo("shop");
        assertThat(body.get("epoch").asLong()).isEqualTo(epoch());
        assertThat(body.hasNonNull("writeRoute")).isFalse();
        assertThat(body.get("dataCenters")).hasSize(2);
        JsonNode east = body.at("/dataCenters/0");
        assertThat(east.get("dataCenter").asString()).isEqualTo("us-east");
        assertThat(east.get("mode").asString()).isEqualTo("read-only");
        assertThat(east.get("code").asString()).isEqualTo("READ_ONLY_ORDERED");
        assertThat(east.get("reason").asString()).isEqualTo("read-only by alice");
        assertThat(Instant.parse(east.get("since").asString())).isEqualTo(SINCE);
        JsonNode west = body.at("/dataCenters/1");
        assertThat(west.get("mode").asString()).isEqualTo("unavailable");
        assertThat(west.get("code").asString()).isEqualTo("DOWN");
        assertThat(Instant.parse(west.get("since").asString())).isEqualTo(Plans.DECIDED);
    }

    @Test
    void discoveryTellsWritersTheReason() throws Exception {
        decide(readOnly(epoch() + 1));
        HttpResponse<String> answer = get("/v1/discover/shop?from=us-east&intent=write");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(json(answer).get("detail").asString()).endsWith("takes no changes now: read-only by alice");
    }

    @Test
    void tellsTheWriteRoute() throws Exception {
        assertThat(json(get(MODE)).get("writeRoute").asString()).isEqualTo("us-east");
        assertThat(json(get(MODE)).at("/dataCenters/0/mode").asString()).isEqualTo("read-write");
    }

    @Test
    void answersAtOnceWhoeverIsBehindAndNobodyElse() throws Exception {
        assertThat(get(MODE + "?wait=60s&after=" + (epoch() - 1)).statusCode()).isEqualTo(200);
        assertThat(get(MODE + "?wait=60s").statusCode()).isEqualTo(200);
        assertThat(get(MODE + "?after=" + epoch()).statusCode()).isEqualTo(304);
        assertThat(get(MODE + "?after=" + (epoch() + 5)).statusCode()).isEqualTo(304);
    }

    @Test
    void everybodyWhoWaitsIsAnsweredByTheChange() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(http.sendAsync(request(MODE + "?wait=60s&after=" + epoch()), BodyHandlers.ofString()));
        }
        decide(readOnly(epoch() + 1));
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            HttpResponse<String> answer = one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(json(answer).get("epoch").asLong()).isEqualTo(epoch());
            assertThat(json(answer).at("/dataCenters/0/mode").asString()).isEqualTo("read-only");
        }
    }

    @Test
    void saysThatNothingChangedWhenTheWaitIsOver() throws Exception {
        long before = System.nanoTime();
        HttpResponse<String> waited = get(MODE + "?wait=1s&after=" + epoch());
        assertThat(waited.statusCode()).isEqualTo(304);
        assertThat(waited.body()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aGatewayThatStopsEndsTheWaits() throws Exception {
        CompletableFuture<HttpResponse<String>> waiting =
                http.sendAsync(request(MODE + "?wait=60s&after=" + epoch()), BodyHandlers.ofString());
        awaited.stop();
        try {
            HttpResponse<String> answer = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(json(answer).get("code").asString()).isEqualTo("STOPPING");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        } finally {
            awaited.start();
        }
    }

    @Test
    void answersWhileTheTrafficServiceIsAway() throws Exception {
        TRAFFIC.away(true);
        int before = TRAFFIC.refused();
        eventually(PATIENCE, () -> assertThat(TRAFFIC.refused()).isGreaterThan(before));
        assertThat(json(get(MODE)).at("/dataCenters/0/mode").asString()).isEqualTo("read-write");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/applications/none/mode,            404, NO_PLAN",
        "/v1/applications/Shop/mode,            422, INVALID_VALUE",
        "/v1/applications/shop/mode?wait=long,  422, INVALID_VALUE",
        "/v1/applications/shop/mode?wait=-1s,   422, INVALID_VALUE",
    })
    void saysWhatIsWrongWithAQuestion(String path, int status, String code) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).get("code").asString()).isEqualTo(code);
    }

    @Test
    void anyoneWithoutATokenIsRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri(MODE)).build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    private static long epoch() {
        return TRAFFIC.plan().epoch();
    }

    /** Returns when the gateway has it. */
    private void decide(RoutingPlan next) {
        TRAFFIC.decide(next);
        eventually(
                PATIENCE,
                () -> assertThat(json(get(MODE)).get("epoch").asLong()).isEqualTo(next.epoch()));
    }

    private static RoutingPlan writable(long epoch) {
        return plan("shop", epoch)
                .everyone(share("us-east", 10_000))
                .serving("us-east", "192.0.2.1:443")
                .writesTo("us-east")
                .build();
    }

    private static RoutingPlan readOnly(long epoch) {
        Standing east = new Standing(
                DataCenterName.of("us-east"),
                State.SERVING,
                ServingMode.READ_ONLY,
                List.of(EndpointAddress.of("192.0.2.1:443")),
                Plans.DECIDED,
                "HEALTHY",
                "1 of 1 endpoints are up",
                false,
                null,
                new ModeReason("READ_ONLY_ORDERED", "read-only by alice", SINCE));
        return plan("shop", epoch)
                .everyone(share("us-east", 10_000))
                .standing(east)
                .standing("us-west", State.DOWN, ServingMode.UNAVAILABLE)
                .build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) throws IOException {
        String token = Files.readString(directory.resolve("operator-token")).strip();
        return HttpRequest.newBuilder(uri(path))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
