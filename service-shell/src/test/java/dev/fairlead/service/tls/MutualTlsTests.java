package dev.fairlead.service.tls;

import static dev.fairlead.testing.Eventually.eventually;
import static dev.fairlead.testing.ServiceCertificates.identity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.testing.ServiceCertificates;
import dev.fairlead.testing.TestAuthority;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PutExchange;
import org.springframework.web.service.registry.ImportHttpServices;

/** Two services of one region with real certificates, and whoever else knocks. */
class MutualTlsTests {

    private static final String TOKEN = "a-token-of-more-than-twenty-characters";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static TestAuthority foreign;
    private static ServiceCertificates serverFiles;
    private static ServiceCertificates clientFiles;
    private static ConfigurableApplicationContext server;
    private static ConfigurableApplicationContext client;

    @BeforeAll
    static void start() throws IOException {
        authority = TestAuthority.in(Files.createDirectory(folder.resolve("authority")));
        authority.issue("traffic-east", identity("east", "traffic-service"));
        authority.issue("traffic-east-renewed", identity("east", "traffic-service"));
        authority.issue("deploy-east", identity("east", "deploy-service"));
        authority.issue("deploy-east-renewed", identity("east", "deploy-service"));
        authority.issue("traffic-west", identity("west", "traffic-service"));
        authority.issue("deploy-west", identity("west", "deploy-service"));
        authority.issue("nameless", "ip:127.0.0.1");
        authority.issueExpired("expired", identity("east", "deploy-service"));
        foreign = TestAuthority.in(Files.createDirectory(folder.resolve("foreign")));
        foreign.issue("deploy-east", identity("east", "deploy-service"));

        serverFiles = new ServiceCertificates(Files.createDirectory(folder.resolve("server")));
        clientFiles = new ServiceCertificates(Files.createDirectory(folder.resolve("client")));
        server = run("traffic-service", serverFiles.install(authority, "traffic-east"), "--management.server.port=0");
        client = run(
                "deploy-service",
                clientFiles.install(authority, "deploy-east"),
                "--spring.http.serviceclient.traffic.base-url=" + uri(""));
    }

    private static ConfigurableApplicationContext run(String name, ServiceCertificates files, String more)
            throws IOException {
        List<String> arguments = new ArrayList<>(files.bundle("services"));
        arguments.addAll(List.of(
                "--spring.config.import=classpath:fairlead-service.yaml",
                "--spring.application.name=" + name,
                "--spring.http.clients.read-timeout=30s",
                "--spring.http.clients.connect-timeout=30s",
                "--server.port=0",
                "--fairlead.region=east",
                "--fairlead.tls.bundle=services",
                "--fairlead.service-token-file=" + Files.writeString(folder.resolve("token"), TOKEN + "\n"),
                "--fairlead.bus.url=none",
                more));
        return SpringApplication.run(OneService.class, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void letsTheServicesOfARegionAskEachOtherEverything() {
        assertThat(client.getBean(Traffic.class).plans().callersCertificate()).isNotNull();
        assertThat(client.getBean(Traffic.class).override().callersCertificate())
                .isNotNull();
    }

    @Test
    void asksServicesOfTheSameRegionForTheTokenToo() throws Exception {
        HttpResponse<String> answer = send(as("deploy-east"), request("GET", "/v1/plans"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"NOT_A_SERVICE\"");
    }

    @Test
    void keepsTheTokenWithinItsRegion() {
        Traffic peer = client.getBean(PeerClients.class).at(URI.create(uri("")), Traffic.class);
        assertThatThrownBy(peer::plans)
                .isInstanceOfSatisfying(
                        HttpClientErrorException.class,
                        refused -> assertThat(refused.getResponseBodyAsString()).contains("NOT_A_SERVICE"));
    }

    @Test
    void replicasBelieveEachOtherByTheirIdentityAtAnAddressThatNoCertificateNamesAndNobodyElse() {
        URI unnamed = URI.create("https://127.0.0.2:" + URI.create(uri("")).getPort());
        Traffic replica = server.getBean(PeerClients.class).ofReplica(unnamed, Traffic.class);
        assertThat(replica.plans().callersCertificate()).isNotNull();

        Traffic another = client.getBean(PeerClients.class).ofReplica(unnamed, Traffic.class);
        assertThatThrownBy(another::plans).hasStackTraceContaining("the certificate is not of spiffe://");
        Traffic named = server.getBean(PeerClients.class).at(unnamed, Traffic.class);
        assertThatThrownBy(named::plans).as("the name counts between regions").hasStackTraceContaining("127.0.0.2");
    }

    @Test
    void letsTheSameServiceOfAnotherRegionReadFactsWithoutATokenOfThisOne() throws Exception {
        assertThat(send(as("traffic-west"), request("GET", "/v1/plans")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "traffic-west, PUT, /v1/overrides/drain, NOT_FOR_OTHER_REGIONS",
        "traffic-west, GET, /v1/overrides/drain, NOT_FOR_OTHER_REGIONS",
        "traffic-west, GET, /v1/plans/, NOT_FOR_OTHER_REGIONS",
        "deploy-west, GET, /v1/plans, NOT_FOR_OTHER_REGIONS",
        "nameless, GET, /v1/plans, UNKNOWN_CALLER"
    })
    void refusesWhatTheCertificateDoesNotAllowWhateverTokenIsShown(
            String caller, String method, String path, String code) throws Exception {
        HttpResponse<String> answer =
                send(as(caller), request(method, path).header("Authorization", "Bearer " + TOKEN));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void talksToNobodyWithoutACertificate() throws Exception {
        assertRefusedByTls(authority.contextOfNobody());
    }

    @Test
    void talksToNobodyWhoseCertificateIsExpiredOrOfAForeignAuthority() throws Exception {
        assertRefusedByTls(as("expired"));
        assertRefusedByTls(foreign.context("deploy-east", authority));
    }

    @Test
    void talksToNobodyWithoutTls() throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri("/v1/plans").replace("https", "http")))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void believesAServerOnlyUnderTheHostNameOfItsCertificate() {
        RestClient clients = client.getBean(RestClient.Builder.class).build();
        assertThatThrownBy(() -> clients.get()
                        .uri(uri("/v1/plans").replace("127.0.0.1", "localhost"))
                        .retrieve()
                        .toBodilessEntity())
                .isInstanceOf(ResourceAccessException.class)
                .hasStackTraceContaining("localhost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/liveness", "/actuator/health/readiness", "/actuator/prometheus"})
    void showsThePlatformHealthAndMetricsOnAPlainPortOfTheirOwn(String path) throws Exception {
        assertThat(management(path).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/plans", "/actuator/env", "/actuator/info", "/v3/api-docs"})
    void showsNothingElseThere(String path) throws Exception {
        assertThat(management(path).statusCode()).isEqualTo(404);
    }

    @Test
    void tellsHowLongItsCertificateStillHolds() throws Exception {
        assertThat(management("/actuator/prometheus").body()).contains("ssl_chain_expiry_seconds{bundle=\"services\"");
    }

    @Test
    void takesRenewedCertificatesOnBothSidesWithoutFailingARequest() throws Exception {
        Traffic traffic = client.getBean(Traffic.class);
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        AtomicLong answered = new AtomicLong();
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                callers.execute(() -> {
                    while (!stop.get()) {
                        try {
                            traffic.plans();
                            answered.incrementAndGet();
                        } catch (RuntimeException e) {
                            failures.add(e);
                        }
                    }
                });
            }
            try {
                for (String suffix : List.of("-renewed", "", "-renewed")) {
                    long before = answered.get();
                    serverFiles.install(authority, "traffic-east" + suffix);
                    clientFiles.install(authority, "deploy-east" + suffix);
                    eventually(PATIENCE, () -> {
                        assertThat(shownByServer()).isEqualTo(serial("traffic-east" + suffix));
                        assertThat(traffic.plans().callersCertificate()).isEqualTo(serial("deploy-east" + suffix));
                        assertThat(answered.get()).isGreaterThan(before + 20);
                    });
                }
            } finally {
                stop.set(true);
            }
        }
        assertThat(failures).isEmpty();
    }

    private static void assertRefusedByTls(SSLContext context) {
        assertThatThrownBy(() -> send(context, request("GET", "/v1/plans").header("Authorization", "Bearer " + TOKEN)))
                .isInstanceOf(IOException.class);
    }

    private static SSLContext as(String name) {
        return authority.context(name);
    }

    private static HttpResponse<String> send(SSLContext context, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
            return http.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create(uri(path))).method(method, BodyPublishers.noBody());
    }

    private static HttpResponse<String> management(String path) throws IOException, InterruptedException {
        String port = server.getEnvironment().getRequiredProperty("local.management.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    private static String uri(String path) {
        return "https://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port") + path;
    }

    private static BigInteger shownByServer() throws IOException {
        URI uri = URI.create(uri("/"));
        try (SSLSocket socket =
                (SSLSocket) as("deploy-east").getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    private static BigInteger serial(String name) {
        return authority.serial(name);
    }

    /** What the one service asks of the other. */
    interface Traffic {

        @GetExchange("/v1/plans")
        Seen plans();

        @PutExchange("/v1/overrides/drain")
        Seen override();
    }

    /** @param callersCertificate its serial number */
    record Seen(BigInteger callersCertificate) {}

    @EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
    @ImportHttpServices(group = "traffic", types = Traffic.class)
    static class OneService {

        @Bean
        EventBus bus() {
            return new InMemoryEventBus();
        }

        @Bean
        Plans plans() {
            return new Plans();
        }
    }

    @RestController
    static class Plans {

        @GetMapping("/v1/plans")
        Seen plans(HttpServletRequest request) {
            return seen(request);
        }

        @PutMapping("/v1/overrides/drain")
        Seen override(HttpServletRequest request) {
            return seen(request);
        }

        private static Seen seen(HttpServletRequest request) {
            X509Certificate[] chain =
                    (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
            return new Seen(chain[0].getSerialNumber());
        }
    }
}
