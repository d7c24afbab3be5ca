package dev.fairlead.health.probe;

import static dev.fairlead.health.probe.Probing.OK;
import static dev.fairlead.health.probe.Probing.PATIENCE;
import static dev.fairlead.health.probe.Probing.target;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What tells of an endpoint beside the prober's own probes. */
class ProberEvidenceIT {

    private final Probing probing = new Probing();

    @AfterEach
    void close() {
        probing.close();
    }

    @Test
    void countsWhatOthersSawFailAndLooksForItselfAtOnce() throws Exception {
        Target target = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                probing.server("127.0.0.1", LittleServer.answering(OK)).port(),
                8_000,
                500);
        probing.first(target);

        probing.prober.suspect(new PassiveEvidence(target.endpoint(), "envoy", 9, "reset"));

        for (int i = 0; i < 3; i++) {
            ProbeResult seen = probing.next();
            assertThat(seen.passed()).isFalse();
            assertThat(seen.reason()).isEqualTo("envoy: reset");
        }
        assertThat(probing.next().passed()).as("before its next turn").isTrue();
        probing.prober.suspect(new PassiveEvidence(
                new Endpoint(
                        ApplicationName.of("shop"),
                        DataCenterName.of("us-west"),
                        target.endpoint().address()),
                "envoy",
                1,
                "reset"));
        assertThat(probing.results.poll(200, TimeUnit.MILLISECONDS))
                .as("not probed here")
                .isNull();
    }

    @Test
    void theResetOfAHeldConnectionCountsAsAFailureAndBringsTheNextProbeForward() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch reset = new CountDownLatch(1);
        LittleServer server = probing.server("127.0.0.1", socket -> {
            if (connections.incrementAndGet() == 2) {
                reset.await();
                socket.setSoLinger(true, 0);
            } else {
                LittleServer.answering(OK).serve(socket);
            }
        });
        Target held = target(
                "127.0.0.1", server.port(), Checks.of("{intervalMs: 8000, timeoutMs: 5000, holdConnection: true}"));

        ProbeResult first = probing.first(held);
        eventually(PATIENCE, () -> assertThat(connections).hasValue(2));
        reset.countDown();
        ProbeResult second = probing.next();
        ProbeResult third = probing.next();

        assertThat(first.passed()).isTrue();
        assertThat(second.reason()).startsWith("held connection: connection reset"); // by peer, if it was hardly open
        assertThat(second.passed()).isFalse();
        assertThat(third.reason()).isEqualTo("status 200");
        assertThat(Duration.between(second.startedAt(), third.startedAt())).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aHeldConnectionThatIsClosedInGoodOrderIsNoFailure() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        LittleServer server = probing.server("127.0.0.1", socket -> {
            if (connections.incrementAndGet() != 2) {
                LittleServer.answering(OK).serve(socket);
            }
        });
        Target held = target(
                "127.0.0.1", server.port(), Checks.of("{intervalMs: 8000, timeoutMs: 5000, holdConnection: true}"));

        probing.first(held);
        ProbeResult second = probing.next();

        assertThat(second.reason()).isEqualTo("status 200");
        assertThat(connections)
                .as("whoever hangs up is not called again at once")
                .hasValue(3);
    }
}
