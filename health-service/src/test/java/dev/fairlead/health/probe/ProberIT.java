package dev.fairlead.health.probe;

import static dev.fairlead.health.probe.Probing.OK;
import static dev.fairlead.health.probe.Probing.PATIENCE;
import static dev.fairlead.health.probe.Probing.target;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import dev.fairlead.postgres.FreePorts;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The prober against real sockets. */
class ProberIT {

    private final Probing probing = new Probing();

    @AfterEach
    void close() {
        probing.close();
    }

    @Test
    void asksForThePathAtTheHostAndPassesOn200() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();

        ProbeResult result = probing.firstHttp(socket -> {
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
    void failsOn503() throws Exception {
        ProbeResult result = probing.firstHttp(LittleServer.answering("HTTP/1.1 503 Service Unavailable\r\n\r\n"));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("status 503, not 200-399");
        assertThat(probing.count("fairlead.probes.failed")).isPositive();
    }

    @Test
    void failsAtOnceWhenTheConnectionIsRefused() throws Exception {
        ProbeResult result = probing.first(target(HealthCheck.Kind.HTTP, "127.0.0.1", FreePorts.next(), 200, 150));

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("connection refused");
        assertThat(result.latency()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void failsAtTheTimeoutWhenNothingIsAnswered() throws Exception {
        ProbeResult result = probing.firstHttp(LittleServer.hanging());

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("no answer within 150 ms");
        assertThat(result.latency()).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void failsAtTheTimeoutWhenTheAnswerDripsTooSlowly() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ProbeResult result = probing.firstHttp(socket -> {
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
        ProbeResult result = probing.firstHttp(socket -> {
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
        ProbeResult result = probing.firstHttp(socket -> {
            LittleServer.head(socket);
            socket.setSoLinger(true, 0);
        });

        assertThat(result.passed()).isFalse();
        assertThat(result.reason()).isEqualTo("connection reset");
        assertThat(result.latency()).isLessThan(Duration.ofMillis(150));
    }

    @Test
    void failsWhenTheConnectionClosesWithoutAnAnswer() throws Exception {
        assertThat(probing.firstHttp(LittleServer::head).reason()).isEqualTo("connection closed without an answer");
    }

    @Test
    void failsOnGarbage() throws Exception {
        assertThat(probing.firstHttp(LittleServer.answering("220 mail.test ESMTP\r\n"))
                        .reason())
                .isEqualTo("the answer is not HTTP");
    }

    @Test
    void aTcpProbePassesWhenConnectedAndSaysNothing() throws Exception {
        LittleServer silent = probing.server("127.0.0.1", Socket::getInputStream);

        ProbeResult result = probing.first(target(HealthCheck.Kind.TCP, "127.0.0.1", silent.port(), 200, 150));

        assertThat(result.passed()).isTrue();
        assertThat(result.reason()).isEqualTo("connected");
    }

    @Test
    void aTcpProbeFailsWhenRefused() throws Exception {
        assertThat(probing.first(target(HealthCheck.Kind.TCP, "127.0.0.1", FreePorts.next(), 200, 150))
                        .reason())
                .isEqualTo("connection refused");
    }

    @Test
    void probesOverIpv6() throws Exception {
        assertThat(InetAddress.ofLiteral("::1").isLoopbackAddress()).isTrue();
        LittleServer server = probing.server("::1", LittleServer.answering(OK));

        assertThat(probing.first(target(HealthCheck.Kind.HTTP, "::1", server.port(), 200, 150))
                        .reason())
                .isEqualTo("status 200");
    }

    @Test
    void startsOfProbesAreAnIntervalApartAndGrow() throws Exception {
        LittleServer server = probing.server("127.0.0.1", LittleServer.answering(OK));
        probing.prober.probe(List.of(target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 100, 90)));

        eventually(PATIENCE, () -> assertThat(probing.results).hasSizeGreaterThan(10));

        List<ProbeResult> seen = List.copyOf(probing.results);
        assertThat(seen).extracting(ProbeResult::startedAt).isSorted().doesNotHaveDuplicates();
        long spanMs = Duration.between(
                        seen.getFirst().startedAt(), seen.getLast().startedAt())
                .toMillis();
        assertThat(spanMs).isGreaterThanOrEqualTo((seen.size() - 1) * 100L - 100);
    }

    @Test
    void hangingProbesOverlapWhileEvidenceIsWanted() throws Exception {
        LittleServer server = probing.server("127.0.0.1", LittleServer.hanging());
        probing.weighBy(result -> Math.max(0, 3 - probing.results.size()));
        probing.prober.probe(List.of(target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 8_000, 2_000)));

        eventually(PATIENCE, () -> assertThat(probing.results).hasSize(3));

        List<ProbeResult> seen = List.copyOf(probing.results);
        Instant suspected = seen.get(0).startedAt().plus(seen.get(0).latency());
        assertThat(seen.get(1).startedAt()).isBetween(suspected, suspected.plusSeconds(2));
        assertThat(seen.get(2).startedAt())
                .isBefore(seen.get(1).startedAt().plus(seen.get(1).latency()));
        assertThat(server.accepted()).isEqualTo(3);
    }

    @Test
    void whatIsNoLongerATargetIsNotProbed() throws Exception {
        LittleServer dropped = probing.server("127.0.0.1", LittleServer.answering(OK));
        LittleServer kept = probing.server("127.0.0.1", LittleServer.answering(OK));
        Target keptTarget = target(HealthCheck.Kind.HTTP, "127.0.0.1", kept.port(), 100, 90);
        probing.prober.probe(List.of(target(HealthCheck.Kind.HTTP, "127.0.0.1", dropped.port(), 100, 90), keptTarget));
        eventually(PATIENCE, () -> assertThat(dropped.accepted()).isPositive());

        probing.prober.probe(List.of(keptTarget));
        int keptBefore = kept.accepted();
        eventually(PATIENCE, () -> assertThat(kept.accepted()).isGreaterThan(keptBefore + 1));
        int droppedBefore = dropped.accepted();
        eventually(PATIENCE, () -> assertThat(kept.accepted()).isGreaterThan(keptBefore + 6));

        assertThat(dropped.accepted()).isEqualTo(droppedBefore);
    }
}
