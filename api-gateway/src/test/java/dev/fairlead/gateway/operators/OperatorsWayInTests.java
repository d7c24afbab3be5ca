package dev.fairlead.gateway.operators;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OperatorsWayInTests extends OperatorCalls {

    private static final ServicesBehind BEHIND = new ServicesBehind();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) throws IOException {
        BEHIND.register(registry, directory);
    }

    @AfterAll
    static void stopServices() {
        BEHIND.close();
    }

    @BeforeEach
    void forgetWhatWasReceived() {
        BEHIND.health().received().clear();
        BEHIND.deploy().received().clear();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/data-centers, traffic",
        "/v1/applications/shop/plan?at=2026-11-22T10:00:00Z, traffic",
        "/v1/overrides/drain-1, traffic",
        "/v1/intent?of=us-east, traffic",
        "/v1/plans, traffic",
        "/v1/regions, traffic",
        "/v1/verdicts, health",
        "/v1/transitions?limit=5&endpoint=a%20b, health",
        "/v1/vantage-points, health",
        "/v1/observations, health",
        "/v1/rollouts/1, deploy",
        "/v1/runs, deploy",
        "/v1/versions, deploy"
    })
    void routesToTheServiceThatOwnsTheResource(String path, String owner) throws Exception {
        HttpResponse<String> response = send(operator(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains(owner);
    }

    @Test
    void passesQueryBodyAndConditionsOn() throws Exception {
        send(operator("/v1/rollouts?dryRun=true")
                .header("If-Match", "\"7\"")
                .header("Content-Type", "application/yaml")
                .method("POST", HttpRequest.BodyPublishers.ofString("version: 2\n")));

        RecordingService.Received received = received(BEHIND.deploy());
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).isEqualTo("/v1/rollouts?dryRun=true");
        assertThat(received.body()).isEqualTo("version: 2\n");
        assertThat(received.headers().getFirst("If-Match")).isEqualTo("\"7\"");
        assertThat(received.headers().getFirst("Content-Type")).startsWith("application/yaml");
    }

    @Test
    void neverShowsTheOperatorsTokenToAService() throws Exception {
        send(operator("/v1/runs"));

        assertThat(received(BEHIND.deploy()).headers().get("Authorization"))
                .containsExactly("Bearer " + ServicesBehind.TOKEN);
    }

    @Test
    void overwritesAnActorThatTheClientMadeUp() throws Exception {
        send(operator("/v1/runs").header("Fairlead-Actor", "root").header("fairlead-actor", "deploy-service"));

        assertThat(received(BEHIND.deploy()).headers().get("Fairlead-Actor")).containsExactly("operator");
    }

    @Test
    void actsInTheNameOfNoRun() throws Exception {
        send(operator("/v1/runs").header("Fairlead-Run", "r-1").header("Fairlead-Epoch", "999"));

        assertThat(received(BEHIND.deploy()).headers()).doesNotContainKeys("Fairlead-Run", "Fairlead-Epoch");
    }

    @Test
    void passesTheServicesOwnRefusalOn() throws Exception {
        BEHIND.deploy().answer("/v1/runs/9", 409, "application/problem+json", "{\"code\":\"RUN_IS_OVER\"}");

        HttpResponse<String> response = send(operator("/v1/runs/9"));

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body()).isEqualTo("{\"code\":\"RUN_IS_OVER\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/plans", "/v1/data-planes", "/v1/openapi.json", "/v3/api-docs", "/actuator/prometheus", "/"})
    void asksForATokenEverywhere(String path) throws Exception {
        HttpResponse<String> none = send(request(path));
        HttpResponse<String> wrong = send(request(path).header("Authorization", "Bearer fairlead_0_0"));
        HttpResponse<String> services = send(request(path).header("Authorization", "Bearer " + ServicesBehind.TOKEN));

        for (HttpResponse<String> response : List.of(none, wrong, services)) {
            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"fairlead\"");
            assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(code(response)).isEqualTo("NOT_AN_OPERATOR");
        }
    }

    @Test
    void letsThePlatformProbeWithoutATokenAndIsReadyOnceItHasPlans() throws Exception {
        assertThat(send(request("/actuator/health/liveness")).statusCode()).isEqualTo(200);
        assertThat(send(request("/actuator/health/readiness")).statusCode()).isEqualTo(503);

        BEHIND.traffic().answer("/v1/plans", 200, "application/json", "{\"items\": [], \"by\": \"traffic\"}");

        eventually(
                PATIENCE,
                () -> assertThat(send(request("/actuator/health/readiness")).statusCode())
                        .isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health/../../v1/plans",
                "/v1/runs/%2e%2e/%2e%2e/actuator/prometheus",
                "/v1/runs/..;/x",
                "/v1/runs//x",
                "/v1/runs/a%252fb"
            })
    void refusesPathsThatCanBeReadInTwoWays(String path) throws Exception {
        assertThat(send(operator(path)).statusCode()).isEqualTo(400);
        assertThat(BEHIND.deploy().received()).isEmpty();
    }

    @Test
    void doesNotExposeChecksOfAnyAddress() throws Exception {
        HttpRequest.Builder check = operator("/v1/checks")
                .method("POST", HttpRequest.BodyPublishers.ofString("{\"address\":\"10.0.0.1:80\"}"));

        assertThat(send(check).statusCode()).isEqualTo(404);
        assertThat(send(operator("/v1/verdicts").DELETE()).statusCode()).isIn(404, 405);
        assertThat(BEHIND.health().received()).isEmpty();
    }

    @Test
    void saysAtOnceWhatStillWorksWhenAServiceIsAway() throws Exception {
        long start = System.nanoTime();
        HttpResponse<String> response = send(operator("/v1/freshness"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(code(response)).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(response.body())
                .contains("replication-service is away", Upstream.REPLICATION.stillWorks())
                .doesNotContain("Exception");
    }

    @Test
    void doesNotBlameTheOperatorWhenTheServiceTokensDiffer() throws Exception {
        BEHIND.deploy().answer("/v1/runs/401", 401, "application/problem+json", "{\"code\":\"NOT_A_SERVICE\"}");

        HttpResponse<String> response = send(operator("/v1/runs/401"));

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("service token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer \t",
                "Bearer a b",
                "Basic b3BlcmF0b3I6eA==",
                "bearer \u00e4\u00f6\u00fc",
                "Bearer operator",
                "\u0000",
                ","
            })
    void refusesWhatIsNoToken(String authorization) throws Exception {
        String refused = raw("GET /v1/runs HTTP/1.1\r\nHost: gateway\r\nAuthorization: " + authorization + "\r\n");

        assertThat(refused).matches(status -> status.startsWith("HTTP/1.1 401") || status.startsWith("HTTP/1.1 400"));
        assertThat(BEHIND.deploy().received()).isEmpty();
    }

    @Test
    void refusesATokenOfAnyLengthAndASecondOneBesideAWrongOne() throws Exception {
        String start = "GET /v1/runs HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ";

        assertThat(raw(start + "x".repeat(6_000) + "\r\n")).startsWith("HTTP/1.1 401");
        assertThat(raw(start + "wrong\r\nAuthorization: Bearer " + token + "\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(BEHIND.deploy().received()).isEmpty();
    }

    /** The first line of the answer to a request that the JDK's client would not send. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                    .readLine();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024 * 1024 + 1, 10 * 1024 * 1024})
    void refusesALargeBodyWhetherAnnouncedOrNot(int bytes) throws Exception {
        byte[] tooMuch = new byte[bytes];

        HttpResponse<String> announced =
                send(operator("/v1/rollouts").POST(HttpRequest.BodyPublishers.ofByteArray(tooMuch)));
        HttpResponse<String> chunked = send(operator("/v1/rollouts")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch))));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(chunked.statusCode()).isEqualTo(413);
        assertThat(code(announced)).isEqualTo("BODY_TOO_LARGE");
        assertThat(code(chunked)).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    @Timeout(20)
    void passesAStreamOnAsItComes() throws Exception {
        CountDownLatch firstWasRead = new CountDownLatch(1);
        BEHIND.deploy().answer("/v1/runs/events", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write("data: first\n\n".getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
                boolean read = firstWasRead.await(8, TimeUnit.SECONDS);
                exchange.getResponseBody().write(("data: " + read + "\n\n").getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });

        HttpResponse<InputStream> response =
                http.send(operator("/v1/runs/events").build(), HttpResponse.BodyHandlers.ofInputStream());

        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("data: first");
            firstWasRead.countDown();
            assertThat(lines.lines().filter(line -> !line.isEmpty())).containsExactly("data: true");
        }
    }

    @Test
    @Timeout(20)
    void endsAStreamAtTheServiceWhenTheOperatorHasGone() throws Exception {
        CountDownLatch cutOff = new CountDownLatch(1);
        BEHIND.deploy().answer("/v1/runs/endless", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                    exchange.getResponseBody().write("data: more\n\n".getBytes(StandardCharsets.UTF_8));
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                cutOff.countDown();
            }
        });

        HttpResponse<InputStream> response =
                http.send(operator("/v1/runs/endless").build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.body().readNBytes(12)).hasSize(12);
        response.body().close();

        assertThat(cutOff.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void showsOneDocumentOfAllThatCanBeCalled() throws Exception {
        BEHIND.deploy().answer("/v3/api-docs", 200, "application/json", """
                {"paths": {"/v1/runs": {"get": {"operationId": "runs", "responses": {"200": {}}}},
                           "/v1/internal": {"get": {"operationId": "internal", "responses": {"200": {}}}}}}""");

        JsonNode document =
                JsonMapper.shared().readTree(send(operator("/v1/openapi.json")).body());

        assertThat(document.path("paths").propertyNames())
                .contains("/v1/runs", "/v1/data-planes", "/v1/discover/{application}")
                .doesNotContain("/v1/internal", "/v1/openapi.json");
        assertThat(document.path("x-fairlead-missing").toString()).isEqualTo("[\"replication-service\"]");
        assertThat(received(BEHIND.deploy()).headers().get("Authorization"))
                .containsExactly("Bearer " + ServicesBehind.TOKEN);
    }
}
