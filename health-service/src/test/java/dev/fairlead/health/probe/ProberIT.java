package dev.fairlead.health.probe;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import dev.fairlead.postgres.FreePorts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The prober against real sockets. */
class ProberIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

    private final BlockingQueue<ProbeResult> results = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private volatile Evidence evidence = result -> 0;
    private final Prober prober = new Prober(
            RegionName.of("local"),
            50,
            result -> {
                results.add(result);
                return evidence.take(result);
            },
            new ProbeTls(() -> {
                throw new AssertionError("no probe here speaks TLS");
            }),
            Clock.systemUTC(),
            registry);

    @AfterEach
    void close() throws Exception {
        prober.close();
        for (AutoCloseable closeable : toClose) {
            closeable.close();
        }
    }

    private LittleServer server(String ip, LittleServer.Behaviour behaviour) {
        LittleServer server = LittleServer.on(ip, behaviour);
        toClose.add(server);
        return server;
    }

    private static Target target(HealthCheck.Kind kind, String ip, int port, int intervalMs, int timeoutMs) {
        return new Target(
                new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), new EndpointAddress(ip, port)),
                "shop.test",
                new HealthCheck(kind, "/healthz", intervalMs, timeoutMs, 50, 3, 2),
                RegionName.of("east"));
    }

    private ProbeResult firstHttp(LittleServer.Behaviour behaviour) throws InterruptedException {
        return first(target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                server("127.0.0.1", behaviour).port(),
                200,
                150));
    }

    private ProbeResult first(Target... targets) throws InterruptedException {
        prober.probe(List.of(targets));
        ProbeResult result = results.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(result).as("a result within %s", PATIENCE).isNotNull();
        return result;
    }

    private double count(String counter) {
        return registry.get(counter).counter().count();
    }

    @Test
    void asksForThePathAtTheHostAndPassesOn200() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();

        ProbeResult result = firstHttp(socket -> {
            heads.add(LittleServer.head(socket));
            socket.getOutputStream().write(OK.getBytes(StandardCharsets.US_ASCII));
        });

        assertThat(result.passed()).isTrue();
        assertThat(result.reason()).isEqualTo("status 200");
        assertThat(result.latency()).isPositive().isLessThan(Duration.ofMillis(150));
        assertThat(Duration.between(result.startedAt(), Instant.now())).isLessThan(PATIENCE);
        assertThat(heads.take())
                .startsWith("GET /healthz HTTP/1.1\r\n")
                .contains("\r\nHost: shop.test\r\n")
                .contains("\r\nConnection: close\r\n");
    }

    @Test
    void countsWhatOthersSawFailAndLooksForItselfAtOnce() throws Exception {
        Target target = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                server("127.0.0.1", LittleServer.answering(OK)).port(),
                8_000,
                500);
        first(target);

        prober.suspect(new PassiveEvidence(target.endpoint(), "envoy", 9, "reset"));

        for (int i = 0; i < 3; i++) {
            ProbeResult seen = results.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(seen).isNotNull();
            assertThat(seen.passed()).isFalse();
            assertThat(seen.reason()).isEqualTo("envoy: reset");
        }
        ProbeResult own = results.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(own).as("before its next turn").isNotNull();
        assertThat(own.passed()).isTrue();
        prober.suspect(new PassiveEvidence(
                new Endpoint(
                        ApplicationName.of("shop"),
                        DataCenterName.of("us-west"),
                        target.endpoint().address()),
                "envoy",
                1,
                "reset"));
        assertThat(results.poll(200, TimeUnit.MILLISECONDS))
                .as("not probed here")
                .isNull();
    }

    @Test
    void failsOn503() throws Exception {
        ProbeResult result = firstHttp(LittleServer.answering("HTTP/1.1 503 Service Unavailable\r\n\r\n"));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("status 503, not 200-399");
        assertThat(count("fairlead.probes.failed")).isPositive();
    }

    @Test
    void failsAtOnceWhenTheConnectionIsRefused() throws Exception {
        ProbeResult result = first(target(HealthCheck.Kind.HTTP, "127.0.0.1", FreePorts.next(), 200, 150));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("connection refused");
        assertThat(result.latency()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void failsAtTheTimeoutWhenNothingIsAnswered() throws Exception {
        ProbeResult result = firstHttp(LittleServer.hanging());

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("no answer within 150 ms");
        assertThat(result.latency()).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void failsAtTheTimeoutWhenTheAnswerDripsTooSlowly() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ProbeResult result = firstHttp(socket -> {
            LittleServer.head(socket);
            for (char c : "HTTP/1.1 200 OK".toCharArray()) {
                socket.getOutputStream().write(c);
                never.await(60, TimeUnit.MILLISECONDS);
            }
        });

        assertThat(result.reason()).isEqualTo("no answer within 150 ms");
    }

    @Test
    void passesWhenTheAnswerComesInPieces() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ProbeResult result = firstHttp(socket -> {
            LittleServer.head(socket);
            socket.setTcpNoDelay(true);
            for (String piece : List.of("HTTP/1", ".1 2", "00 OK\r\n\r\n")) {
                socket.getOutputStream().write(piece.getBytes(StandardCharsets.US_ASCII));
                never.await(10, TimeUnit.MILLISECONDS);
            }
        });

        assertThat(result.reason()).isEqualTo("status 200");
    }

    @Test
    void failsAtOnceOnAReset() throws Exception {
        ProbeResult result = firstHttp(socket -> {
            LittleServer.head(socket);
            socket.setSoLinger(true, 0);
        });

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("connection reset");
        assertThat(result.latency()).isLessThan(Duration.ofMillis(150));
    }

    @Test
    void failsWhenTheConnectionClosesWithoutAnAnswer() throws Exception {
        assertThat(firstHttp(LittleServer::head).reason()).isEqualTo("connection closed without an answer");
    }

    @Test
    void failsOnGarbage() throws Exception {
        assertThat(firstHttp(LittleServer.answering("220 mail.test ESMTP\r\n")).reason())
                .isEqualTo("the answer is not HTTP");
    }

    @Test
    void aTcpProbePassesWhenConnectedAndSaysNothing() throws Exception {
        LittleServer silent = server("127.0.0.1", Socket::getInputStream);

        ProbeResult result = first(target(HealthCheck.Kind.TCP, "127.0.0.1", silent.port(), 200, 150));

        assertThat(result.passed()).isTrue();
        assertThat(result.reason()).isEqualTo("connected");
    }

    @Test
    void aTcpProbeFailsWhenRefused() throws Exception {
        assertThat(first(target(HealthCheck.Kind.TCP, "127.0.0.1", FreePorts.next(), 200, 150))
                        .reason())
                .isEqualTo("connection refused");
    }

    @Test
    void probesOverIpv6() throws Exception {
        assertThat(InetAddress.ofLiteral("::1").isLoopbackAddress()).isTrue();
        LittleServer server = server("::1", LittleServer.answering(OK));

        assertThat(first(target(HealthCheck.Kind.HTTP, "::1", server.port(), 200, 150))
                        .reason())
                .isEqualTo("status 200");
    }

    @Test
    void theResetOfAHeldConnectionCountsAsAFailureAndBringsTheNextProbeForward() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch reset = new CountDownLatch(1);
        LittleServer server = server("127.0.0.1", socket -> {
            if (connections.incrementAndGet() == 2) {
                reset.await();
                socket.setSoLinger(true, 0);
            } else {
                LittleServer.answering(OK).serve(socket);
            }
        });
        Target held = new Target(
                target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 100, 90)
                        .endpoint(),
                "shop.test",
                Checks.of("{intervalMs: 8000, timeoutMs: 5000, holdConnection: true}"),
                RegionName.of("east"));

        ProbeResult first = first(held);
        eventually(PATIENCE, () -> assertThat(connections).hasValue(2));
        reset.countDown();
        ProbeResult second = results.take();
        ProbeResult third = results.take();

        assertThat(first.passed()).isTrue();
        assertThat(second.reason()).isEqualTo("held connection: connection reset");
        assertThat(second.passed()).isFalse();
        assertThat(third.reason()).isEqualTo("status 200");
        assertThat(Duration.between(second.startedAt(), third.startedAt())).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aHeldConnectionThatIsClosedInGoodOrderIsNoFailure() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        LittleServer server = server("127.0.0.1", socket -> {
            if (connections.incrementAndGet() != 2) {
                LittleServer.answering(OK).serve(socket);
            }
        });
        Target held = new Target(
                target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 100, 90)
                        .endpoint(),
                "shop.test",
                Checks.of("{intervalMs: 8000, timeoutMs: 5000, holdConnection: true}"),
                RegionName.of("east"));

        first(held);
        ProbeResult second = results.take();

        assertThat(second.reason()).isEqualTo("status 200");
        assertThat(connections)
                .as("whoever hangs up is not called again at once")
                .hasValue(3);
    }

    @Test
    void startsOfProbesAreAnIntervalApartAndGrow() throws Exception {
        LittleServer server = server("127.0.0.1", LittleServer.answering(OK));
        prober.probe(List.of(target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 100, 90)));

        eventually(PATIENCE, () -> assertThat(results).hasSizeGreaterThan(10));

        List<ProbeResult> seen = List.copyOf(results);
        assertThat(seen).extracting(ProbeResult::startedAt).isSorted().doesNotHaveDuplicates();
        long spanMs = Duration.between(
                        seen.getFirst().startedAt(), seen.getLast().startedAt())
                .toMillis();
        assertThat(spanMs).isGreaterThanOrEqualTo((seen.size() - 1) * 100L - 100);
    }

    @Test
    void hangingProbesOverlapWhileEvidenceIsWanted() throws Exception {
        LittleServer server = server("127.0.0.1", LittleServer.hanging());
        evidence = result -> results.size() < 3 ? 3 - results.size() : 0;
        prober.probe(List.of(target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 8_000, 2_000)));

        eventually(PATIENCE, () -> assertThat(results).hasSize(3));

        List<ProbeResult> seen = List.copyOf(results);
        Instant suspected = seen.get(0).startedAt().plus(seen.get(0).latency());
        assertThat(seen.get(1).startedAt()).isBetween(suspected, suspected.plusSeconds(2));
        assertThat(seen.get(2).startedAt())
                .isBefore(seen.get(1).startedAt().plus(seen.get(1).latency()));
        assertThat(server.accepted()).isEqualTo(3);
    }

    @Test
    void aSickEndpointDelaysNoOther() throws Exception {
        Target hanging = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                server("127.0.0.1", LittleServer.hanging()).port(),
                100,
                5_000);
        Target healthy = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                server("127.0.0.1", LittleServer.answering(OK)).port(),
                100,
                90);
        prober.probe(List.of(hanging, healthy));

        eventually(
                PATIENCE,
                () -> assertThat(results.stream()
                                .filter(result -> result.endpoint().equals(healthy.endpoint()) && result.passed()))
                        .hasSizeGreaterThan(10));
    }

    @Test
    void whatStartsLateCountsForNothing() throws Exception {
        // 60 endpoints that hang for 500 ms want 200 probes a second; with 50 open at most there are 100
        prober.probe(Stream.generate(() -> server("127.0.0.1", LittleServer.hanging()))
                .limit(60)
                .map(server -> target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 300, 500))
                .toList());

        eventually(PATIENCE, () -> assertThat(count("fairlead.probes.late")).isPositive());

        assertThat(results).allMatch(result -> result.reason().equals("no answer within 500 ms"));
    }

    @Test
    void aStalledLoopDoesNotTurnIntoFailures() throws Exception {
        LittleServer hanging = server("127.0.0.1", LittleServer.hanging());
        Target stalling = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.2",
                server("127.0.0.2", LittleServer.answering(OK)).port(),
                100,
                90);
        CountDownLatch release = new CountDownLatch(1);
        evidence = result -> {
            if (result.endpoint().equals(stalling.endpoint())) {
                awaitAtMost(release, Duration.ofMillis(400));
            }
            return 0;
        };
        Target victim = target(HealthCheck.Kind.HTTP, "127.0.0.1", hanging.port(), 1_000, 500);
        prober.probe(List.of(stalling, victim));

        eventually(PATIENCE, () -> assertThat(count("fairlead.probes.late")).isGreaterThan(2));

        assertThat(results).noneMatch(result -> result.endpoint().equals(victim.endpoint()));
        release.countDown();
        eventually(
                PATIENCE,
                () -> assertThat(results)
                        .anyMatch(result -> result.endpoint().equals(victim.endpoint()) && !result.passed()));
    }

    private static void awaitAtMost(CountDownLatch latch, Duration most) {
        try {
            latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatIsNoLongerATargetIsNotProbed() throws Exception {
        LittleServer dropped = server("127.0.0.1", LittleServer.answering(OK));
        LittleServer kept = server("127.0.0.1", LittleServer.answering(OK));
        Target keptTarget = target(HealthCheck.Kind.HTTP, "127.0.0.1", kept.port(), 100, 90);
        prober.probe(List.of(target(HealthCheck.Kind.HTTP, "127.0.0.1", dropped.port(), 100, 90), keptTarget));
        eventually(PATIENCE, () -> assertThat(dropped.accepted()).isPositive());

        prober.probe(List.of(keptTarget));
        int keptBefore = kept.accepted();
        eventually(PATIENCE, () -> assertThat(kept.accepted()).isGreaterThan(keptBefore + 1));
        int droppedBefore = dropped.accepted();
        eventually(PATIENCE, () -> assertThat(kept.accepted()).isGreaterThan(keptBefore + 6));

        assertThat(dropped.accepted()).isEqualTo(droppedBefore);
    }
}
