package dev.fairlead.gateway.discover;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole gateway beside a traffic-service that can be silenced: services ask where an application is. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DiscoverTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String SHOP = "/v1/discover/shop?from=us-east";

    @TempDir
    private static Path directory;

    private static final TrafficServiceOfOnePlan TRAFFIC = new TrafficServiceOfOnePlan(shop(1, "us-east", "us-east"));

    private final HttpClient http = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

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
    void aPlanOfItsOwn() {
        TRAFFIC.away(false);
        decide("us-east", "us-east");
    }

    @AfterAll
    static void stop() {
        TRAFFIC.close();
    }

    @Test
    void tellsWhereAnApplicationIsAndUnderWhichEpoch() {
        HttpResponse<String> answer = get(SHOP);
        JsonNode body = json(answer);
        assertThat(answer.headers().firstValue("ETag")).contains("\"%d\"".formatted(epoch()));
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-cache", "private");
        assertThat(body.get("application").asString()).isEqualTo("shop");
        assertThat(body.get("intent").asString()).isEqualTo("read");
        assertThat(body.get("epoch").asLong()).isEqualTo(epoch());
        assertThat(body.get("mode").asString()).isEqualTo("read-write");
        assertThat(body.get("writeRoute").asString()).isEqualTo("us-east");
        assertThat(body.get("reason").asString()).contains("us-east");
        assertThat(body.at("/dataCenters/0/dataCenter").asString()).isEqualTo("us-east");
        assertThat(body.at("/dataCenters/0/basisPoints").asInt()).isEqualTo(10_000);
        assertThat(body.at("/dataCenters/0/mode").asString()).isEqualTo("read-write");
        assertThat(body.at("/endpoints/0/address").asString()).isEqualTo("192.0.2.1:443");
        assertThat(body.at("/endpoints/0/dataCenter").asString()).isEqualTo("us-east");
        assertThat(json(get("/v1/discover/shop?from=198.51.100.7"))
                        .at("/endpoints/0/address")
                        .asString())
                .isEqualTo("192.0.2.1:443");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/discover/none?from=us-east,              404, NO_PLAN",
        "/v1/discover/shop?from=us-eats,              404, DATA_CENTER_UNKNOWN",
        "/v1/discover/Shop?from=us-east,              422, INVALID_VALUE",
        "/v1/discover/shop?from=US,                   422, INVALID_VALUE",
        "/v1/discover/shop?from=1.2.3.999,            422, INVALID_VALUE",
        "/v1/discover/shop?from=,                     422, INVALID_VALUE",
        "/v1/discover/shop?from=us-east&intent=prose, 422, INVALID_VALUE",
        "/v1/discover/shop,                           400, BAD_REQUEST",
    })
    void saysWhatIsWrongWithAQuestion(String path, int status, String code) {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(json(answer).get("code").asString()).isEqualTo(code);
    }

    @Test
    void anyoneWithoutATokenIsRefused() {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(SHOP)).build());
        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void withoutAWriteRouteWritersAreToldWhenToAskAgain() {
        decide("us-east", null);
        HttpResponse<String> answer = get(SHOP + "&intent=write");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(json(answer).get("code").asString()).isEqualTo("READ_ONLY");
        assertThat(get(SHOP).statusCode()).isEqualTo(200);
        assertThat(get(SHOP + "&intent=write", "If-None-Match", "\"%d\"".formatted(epoch()))
                        .statusCode())
                .as("no answer to be unchanged")
                .isEqualTo(503);
    }

    @Test
    void writersGoToTheWriteRoute() {
        decide("us-east", "us-west");
        JsonNode body = json(get(SHOP + "&intent=write"));
        assertThat(body.get("dataCenters")).hasSize(1);
        assertThat(body.at("/endpoints/0/address").asString()).isEqualTo("192.0.2.2:443");
    }

    @Test
    void aWaitEndsAsSoonAsThereIsANewerPlan() throws Exception {
        String known = "\"%d\"".formatted(epoch());
        CompletableFuture<HttpResponse<String>> waiting = http.sendAsync(
                request(SHOP, "If-None-Match", known, "Prefer", "wait=60"), HttpResponse.BodyHandlers.ofString());
        decide("us-west", "us-east");
        HttpResponse<String> answer = waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/dataCenters/0/dataCenter").asString()).isEqualTo("us-west");
        assertThat(json(answer).get("epoch").asLong()).isEqualTo(epoch());
    }

    @Test
    void whatTheClientHasIsNotSaidAgainNeitherAtOnceNorAfterTheWait() {
        String known = "\"%d\"".formatted(epoch());
        HttpResponse<String> atOnce = get(SHOP, "If-None-Match", known);
        assertThat(atOnce.statusCode()).isEqualTo(304);
        assertThat(atOnce.headers().firstValue("ETag")).contains(known);
        long before = System.nanoTime();
        HttpResponse<String> waited = get(SHOP, "If-None-Match", known, "Prefer", "wait=1");
        assertThat(waited.statusCode()).isEqualTo(304);
        assertThat(waited.headers().firstValue("Preference-Applied")).contains("wait=1");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aClientThatIsBehindIsAnsweredAtOnceAndOneThatIsAheadIsNotTakenBack() {
        assertThat(get(SHOP, "If-None-Match", "\"%d\"".formatted(epoch() - 1), "Prefer", "wait=60")
                        .statusCode())
                .isEqualTo(200);
        assertThat(get(SHOP, "If-None-Match", "\"%d\"".formatted(epoch() + 5)).statusCode())
                .isEqualTo(304);
    }

    @Test
    void answersWhileTheTrafficServiceIsAway() {
        TRAFFIC.away(true);
        int before = TRAFFIC.refused();
        eventually(PATIENCE, () -> assertThat(TRAFFIC.refused()).isGreaterThan(before));
        assertThat(json(get(SHOP)).at("/endpoints/0/address").asString()).isEqualTo("192.0.2.1:443");
    }

    private static long epoch() {
        return TRAFFIC.plan().epoch();
    }

    /** Returns when the gateway has it. */
    private void decide(String dataCenter, @Nullable String writeRoute) {
        long epoch = epoch() + 1;
        TRAFFIC.decide(shop(epoch, dataCenter, writeRoute));
        eventually(
                PATIENCE,
                () -> assertThat(json(get(SHOP)).get("epoch").asLong()).isEqualTo(epoch));
    }

    /** All users in one data center; without a write route a database whose primary is not known. */
    private static RoutingPlan shop(long epoch, String dataCenter, @Nullable String writeRoute) {
        ServingMode mode = writeRoute == null ? ServingMode.READ_ONLY : ServingMode.READ_WRITE;
        var plan = plan("shop", epoch)
                .everyone(share(dataCenter, 10_000))
                .standing("us-east", State.SERVING, mode, "192.0.2.1:443")
                .standing("us-west", State.SERVING, mode, "192.0.2.2:443");
        return writeRoute == null ? plan.build() : plan.writesTo(writeRoute).build();
    }

    private HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers));
    }

    private HttpRequest request(String path, String... headers) {
        try {
            String token = Files.readString(directory.resolve("operator-token")).strip();
            HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return request.build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
