package dev.fairlead.health.probe;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.health.target.Target;
import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import dev.fairlead.testing.TestAuthority;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each kind of probe against a real server of its kind. */
class ProbeKindsIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String HOST = "shop.test";
    private static final String POSTGRESQL = "{kind: postgresql, timeoutMs: 5000}";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestAuthority authority;

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();

    @BeforeAll
    static void certify() {
        authority = TestAuthority.in(folder);
        authority.issue(HOST, "dns:" + HOST);
        authority.issue("another", "dns:another.test");
        authority.issueExpired("expired", "dns:" + HOST);
    }

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    private ProbeResult probe(int port, String check) throws InterruptedException {
        return probe(port, check, authority.contextOfNobody());
    }

    /** @param check as an operator writes it */
    private ProbeResult probe(int port, String check, SSLContext trusted) throws InterruptedException {
        BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
        Evidence evidence = result -> {
            results.add(result);
            return 0;
        };
        Target target = new Target(
                new Endpoint(
                        ApplicationName.of("shop"),
                        DataCenterName.of("us-east"),
                        new EndpointAddress("127.0.0.1", port)),
                HOST,
                Checks.of(check),
                RegionName.of("east"));
        try (Prober prober = new Prober(
                Stagger.ALONE,
                50,
                evidence,
                new ProbeTls(() -> trusted),
                Clock.systemUTC(),
                new SimpleMeterRegistry())) {
            prober.probe(List.of(target));
            ProbeResult result = results.poll(20, TimeUnit.SECONDS);
            assertThat(result).as("a result").isNotNull();
            return result;
        }
    }

    private static void says(ProbeResult result, boolean passed, String reason) {
        assertThat(result.reason()).contains(reason);
        assertThat(result.passed()).as(result.reason()).isEqualTo(passed);
    }

    private int http(String answer) {
        LittleServer server = LittleServer.on("127.0.0.1", LittleServer.answering(answer));
        toClose.push(server);
        return server.port();
    }

    private int https(String certificate) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.context(certificate)));
        server.createContext("/", exchange -> {
            byte[] body = "ready to serve".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        toClose.push(() -> server.stop(0));
        return server.getAddress().getPort();
    }

    private int grpc(ServerCredentials credentials, ServingStatus status) throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        health.setStatus("", status);
        health.setStatus("shop.Orders", ServingStatus.SERVING);
        Server server = Grpc.newServerBuilderForPort(0, credentials)
                .addService(health.getHealthService())
                .build()
                .start();
        toClose.push(server::shutdownNow);
        return server.getPort();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                          | true  | status 200",
                "expect: {statuses: ['204', '300-599']}      | false | status 200, not 204, 300-599",
                "expect: {body: all is well}                 | true  | status 200",
                "expect: {body: on fire}                     | false | status 200, but the body lacks 'on fire'",
                "expect: {headers: {X-Role: Primary}}        | true  | status 200",
                "expect: {headers: {X-Role: replica}}        | false | status 200, but header X-Role is 'the primary'",
                "expect: {headers: {X-Lag: ''}}              | false | status 200, but header X-Lag is absent",
            })
    void httpLooksAtStatusBodyAndHeaders(String check, boolean passed, String reason) throws Exception {
        int port = http("HTTP/1.1 200 OK\r\nX-Role: the primary\r\nContent-Length: 11\r\n\r\nall is well");

        says(probe(port, check), passed, reason);
    }

    @Test
    void httpSendsTheHeadersThatAreGiven() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        LittleServer server = LittleServer.on("127.0.0.1", socket -> heads.add(LittleServer.head(socket)));
        toClose.push(server);

        probe(server.port(), "{host: 'inner.test:8443', headers: {X-Probe: fairlead, user-agent: prober}}");

        assertThat(heads.take())
                .contains("\r\nHost: inner.test:8443\r\n", "\r\nX-Probe: fairlead\r\n", "\r\nuser-agent: prober\r\n")
                .doesNotContain("User-Agent");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.test | tls: {}                                             | true  | status 200",
                "shop.test | {tls: {}, expect: {body: to serve}}                 | true  | status 200",
                "shop.test | {kind: tcp, tls: {}}                                | true  | connected",
                "shop.test | tls: {minimumDaysLeft: 365}                         | false | certificate expires in",
                "another   | tls: {}                                             | false | no subject alternative dns name matching shop.test",
                "another   | {host: another.test, tls: {}}                       | true  | status 200",
                "another   | tls: {verify: false}                                | true  | status 200",
                "expired   | tls: {}                                             | false | validity check failed",
            })
    void httpsLooksAtTheCertificate(String certificate, String check, boolean passed, String reason) throws Exception {
        says(probe(https(certificate), check), passed, reason);
    }

    @Test
    void httpsBelievesNobodyWhoIsNotTrusted() throws Exception {
        says(probe(https(HOST), "tls: {}", SSLContext.getDefault()), false, "unable to find valid certification path");
    }

    @Test
    void tlsWithAServerThatSpeaksNoneFails() throws Exception {
        int port = http("HTTP/1.1 200 OK\r\n\r\n");

        assertThat(probe(port, "{tls: {}, timeoutMs: 1000}").passed()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SERVING     |             | true  | SERVING",
                "NOT_SERVING |             | false | NOT_SERVING",
                "NOT_SERVING | shop.Orders | true  | SERVING",
                "SERVING     | shop.Carts  | false | the call ended without a status",
            })
    void grpcAsksTheServersOwnHealthService(
            ServingStatus status, @Nullable String service, boolean passed, String reason) throws Exception {
        int port = grpc(InsecureServerCredentials.create(), status);

        says(
                probe(port, "{kind: grpc, timeoutMs: 5000, service: '%s'}".formatted(service == null ? "" : service)),
                passed,
                reason);
    }

    @Test
    void grpcSpeaksTls() throws Exception {
        int port = grpc(
                TlsServerCredentials.create(
                        authority.certificate(HOST).toFile(),
                        authority.key(HOST).toFile()),
                ServingStatus.SERVING);

        says(probe(port, "{kind: grpc, timeoutMs: 5000, tls: {}}"), true, "SERVING");
    }

    @Test
    void grpcFailsOnAServerThatSpeaksSomethingElse() throws Exception {
        says(probe(http("HTTP/1.1 200 OK\r\n\r\n"), "{kind: grpc, timeoutMs: 1000}"), false, "not HTTP/2");
    }

    @Test
    void postgresqlNeedsNoPassword(@TempDir Path data) throws Exception {
        says(postgresql(postgresServer(data, Map.of("fsync", "off"))), true, "accepts connections");
        LittleServer another = LittleServer.on(
                "127.0.0.1",
                socket -> socket.getOutputStream().write("220 mail ready\r\n".getBytes(StandardCharsets.US_ASCII)));
        toClose.push(another);
        says(probe(another.port(), POSTGRESQL), false, "not PostgreSQL's");
    }

    @Test
    void postgresqlWithoutRoomForAnotherConnectionFails(@TempDir Path data) throws Exception {
        PostgresServer server = postgresServer(
                data, Map.of("fsync", "off", "max_connections", "2", "superuser_reserved_connections", "0"));
        for (int i = 0; i < 2; i++) {
            eventually(SOON, () -> toClose.push(server.connect("postgres")));
        }

        says(postgresql(server), false, "too many clients");
        toClose.pop().close();
        eventually(SOON, () -> says(postgresql(server), true, "accepts connections"));
    }

    @Test
    void postgresqlThatShutsDownFailsThoughItStillServesOthers(@TempDir Path data) throws Exception {
        PostgresServer server = postgresServer(data, Map.of("fsync", "off"));
        Connection held = server.connect("postgres");
        toClose.push(held);
        Objects.requireNonNull(server.handle()).destroy(); // waits until the last connection ends

        eventually(SOON, () -> says(postgresql(server), false, "shutting down"));
        assertThat(held.isValid(5)).isTrue();
    }

    private PostgresServer postgresServer(Path data, Map<String, String> settings) {
        PostgresServer server = PostgresServer.create(data.resolve("data"), FreePorts.next(), settings);
        toClose.push(server::delete);
        server.start();
        return server;
    }

    private ProbeResult postgresql(PostgresServer server) throws InterruptedException {
        return probe(server.port(), POSTGRESQL);
    }
}
