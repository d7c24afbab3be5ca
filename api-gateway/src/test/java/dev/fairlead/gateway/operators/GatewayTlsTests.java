package dev.fairlead.gateway.operators;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.fairlead.testing.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The gateway of region east between people, who believe a public authority, and services, who have one of their own. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class GatewayTlsTests {

    private static final String NOBODY = "nobody";

    @TempDir
    static Path directory;

    private static TestAuthority services;
    private static TestAuthority publicAuthority;
    private static RecordingService traffic;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void certify() throws IOException {
        services = TestAuthority.in(Files.createDirectory(directory.resolve("services")));
        services.issue("gateway", identity("east", "api-gateway"));
        services.issue("gateway-renewed", identity("east", "api-gateway"));
        services.issue("traffic-east", identity("east", "traffic-service"));
        services.issue("traffic-west", identity("west", "traffic-service"));
        services.issue("gateway-west", identity("west", "api-gateway"));
        services.issue("nameless", "ip:127.0.0.1");
        publicAuthority = TestAuthority.in(Files.createDirectory(directory.resolve("public")));
        publicAuthority.issue("gateway", "ip:127.0.0.1");
        install("gateway");

        traffic = new RecordingService("traffic", services.context("traffic-east"));
        traffic.answer("/v1/plans", GatewayTlsTests::answerWithCaller);
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry registry) {
        registry.add("spring.http.serviceclient.traffic.base-url", () -> traffic.baseUrl());
        registry.add(
                "fairlead.service-token-file",
                () -> written("service-token", "a-service-token-of-the-tests").toString());
        registry.add("fairlead.gateway.state-directory", directory::toString);
        registry.add("fairlead.bus.url", () -> "jdbc:postgresql://127.0.0.1:1/none");
        registry.add("fairlead.data-planes.dns.enabled", () -> false);
        registry.add("fairlead.data-planes.edge.enabled", () -> false);
        registry.add("fairlead.region", () -> "east");
        registry.add("fairlead.tls.bundle", () -> "services");
        registry.add("fairlead.tls.operators-bundle", () -> "operators");
        String pem = "spring.ssl.bundle.pem.";
        registry.add(pem + "services.reload-on-update", () -> true);
        registry.add(pem + "services.keystore.certificate", () -> file(directory.resolve("tls.crt")));
        registry.add(pem + "services.keystore.private-key", () -> file(directory.resolve("tls.key")));
        registry.add(pem + "services.keystore.verify-keys", () -> true);
        registry.add(pem + "services.truststore.certificate", () -> file(services.certificate()));
        registry.add(pem + "operators.keystore.certificate", () -> file(publicAuthority.certificate("gateway")));
        registry.add(pem + "operators.keystore.private-key", () -> file(publicAuthority.key("gateway")));
        registry.add(pem + "operators.truststore.certificate", () -> file(services.certificate()));
        registry.add("spring.ssl.bundle.watch.file.quiet-period", () -> "100ms");
    }

    @AfterAll
    static void stop() {
        traffic.close();
    }

    @Test
    void letsPeopleInWithTheirTokenAndWithoutACertificate() throws Exception {
        HttpResponse<String> answer = send(NOBODY, operator("GET", "/v1/plans"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith(" for operator");
    }

    @Test
    void asksPeopleForTheirToken() throws Exception {
        HttpResponse<String> answer = send(NOBODY, request("GET", "/v1/plans"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"NOT_AN_OPERATOR\"");
    }

    @Test
    void letsAServiceOfAnotherRegionReadTheFactsOfTheSameServiceByItsCertificateAlone() throws Exception {
        HttpResponse<String> answer = send("traffic-west", request("GET", "/v1/plans"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).endsWith(" for west/traffic-service");
    }

    @ParameterizedTest
    @CsvSource({
        "traffic-west, PUT, /v1/overrides/drain, 403, NOT_FOR_OTHER_REGIONS",
        "traffic-west, GET, /v1/applications, 403, NOT_FOR_OTHER_REGIONS",
        "traffic-west, GET, /v1/observations, 403, NOT_FOR_OTHER_REGIONS",
        "traffic-west, GET, /v1/data-planes, 403, NOT_FOR_OTHER_REGIONS",
        "gateway-west, GET, /v1/plans, 403, NOT_FOR_OTHER_REGIONS",
        "traffic-east, GET, /v1/plans, 401, NOT_AN_OPERATOR",
        "nameless, GET, /v1/plans, 401, NOT_AN_OPERATOR"
    })
    void refusesAllElseToServices(String caller, String method, String path, int status, String code) throws Exception {
        HttpResponse<String> answer = send(caller, request(method, path));
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void readsTheServicesDocumentsWithItsCertificate() throws Exception {
        send(NOBODY, operator("GET", "/v1/openapi.json"));
        assertThat(traffic.received()).anyMatch(received -> received.uri().equals("/v3/api-docs"));
    }

    @Test
    void showsTheServicesARenewedCertificateWithoutARestart() throws Exception {
        install("gateway-renewed");
        eventually(Duration.ofSeconds(30), () -> {
            HttpResponse<String> answer = send(NOBODY, operator("GET", "/v1/plans"));
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .startsWith(services.serial("gateway-renewed").toString());
        });
    }

    /** Closes the connection, so that the next request needs a new one. */
    private static void answerWithCaller(HttpExchange exchange) throws IOException {
        try (exchange) {
            X509Certificate caller =
                    (X509Certificate) ((HttpsExchange) exchange).getSSLSession().getPeerCertificates()[0];
            String actor = exchange.getRequestHeaders().getFirst("Fairlead-Actor");
            byte[] body = "%s for %s".formatted(caller.getSerialNumber(), actor).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpRequest.Builder operator(String method, String path) throws IOException {
        String token = Files.readString(directory.resolve("operator-token")).strip();
        return request(method, path).header("Authorization", "Bearer " + token);
    }

    private HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                .method(method, BodyPublishers.noBody());
    }

    private static HttpResponse<String> send(String caller, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        SSLContext tls =
                caller.equals(NOBODY) ? publicAuthority.contextOfNobody() : services.context(caller, publicAuthority);
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String identity(String region, String service) {
        return "uri:spiffe://fairlead.test/region/%s/service/%s,ip:127.0.0.1".formatted(region, service);
    }

    private static void install(String name) throws IOException {
        replace(services.key(name), "tls.key");
        replace(services.certificate(name), "tls.crt");
    }

    private static void replace(Path from, String name) throws IOException {
        Path draft = Files.copy(from, directory.resolve(name + ".new"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path written(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String file(Path path) {
        return "file:" + path;
    }
}
