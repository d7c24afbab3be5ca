package dev.fairlead.health.probe;

import static dev.fairlead.health.probe.Probing.OK;
import static dev.fairlead.health.probe.Probing.PATIENCE;
import static dev.fairlead.health.probe.Probing.target;
import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of probes while the prober, or an endpoint, takes too long. */
class ProberOverloadIT {

    private final Probing probing = new Probing();

    @AfterEach
    void close() {
        probing.close();
    }

    @Test
    void aSickEndpointDelaysNoOther() throws Exception {
        Target hanging = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                probing.server("127.0.0.1", LittleServer.hanging()).port(),
                100,
                5_000);
        Target healthy = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.1",
                probing.server("127.0.0.1", LittleServer.answering(OK)).port(),
                100,
                90);
        probing.prober.probe(List.of(hanging, healthy));

        eventually(
                PATIENCE,
                () -> assertThat(probing.results.stream()
                                .filter(result -> result.endpoint().equals(healthy.endpoint()) && result.passed()))
                        .hasSizeGreaterThan(10));
    }

    /** 60 endpoints that hang for 500 ms want 200 probes a second; with 50 under way at most there are 100. */
    private List<Target> tooMuch() {
        return Stream.generate(() -> probing.server("127.0.0.1", LittleServer.hanging()))
                .limit(60)
                .map(server -> target(HealthCheck.Kind.HTTP, "127.0.0.1", server.port(), 300, 500))
                .toList();
    }

    @Test
    void whatStartsLateCountsForNothing() throws Exception {
        probing.prober.probe(tooMuch());

        eventually(
                PATIENCE,
                () -> assertThat(probing.count("fairlead.probes.late")).isPositive());

        assertThat(probing.results).allMatch(result -> result.reason().equals("no answer within 500 ms"));
    }

    @Test
    void whatIsTooMuchIsProbedLessOftenAndCounts() throws Exception {
        probing.prober.probe(tooMuch());

        eventually(
                PATIENCE,
                () -> assertThat(probing.results.stream()
                                .collect(Collectors.groupingBy(ProbeResult::endpoint, Collectors.counting())))
                        .hasSize(60)
                        .allSatisfy((endpoint, counted) -> assertThat(counted).isGreaterThan(4)));

        assertThat(probing.registry.get("fairlead.probes.stretch").summary().max())
                .isGreaterThan(0.5);
    }

    @Test
    void aStalledLoopDoesNotTurnIntoFailures() throws Exception {
        LittleServer hanging = probing.server("127.0.0.1", LittleServer.hanging());
        Target stalling = target(
                HealthCheck.Kind.HTTP,
                "127.0.0.2",
                probing.server("127.0.0.2", LittleServer.answering(OK)).port(),
                100,
                90);
        CountDownLatch release = new CountDownLatch(1);
        probing.weighBy(result -> {
            if (result.endpoint().equals(stalling.endpoint())) {
                awaitAtMost(release, Duration.ofMillis(400));
            }
            return 0;
        });
        Target victim = target(HealthCheck.Kind.HTTP, "127.0.0.1", hanging.port(), 1_000, 500);
        probing.prober.probe(List.of(stalling, victim));

        eventually(
                PATIENCE,
                () -> assertThat(probing.count("fairlead.probes.late")).isGreaterThan(2));

        assertThat(probing.results).noneMatch(result -> result.endpoint().equals(victim.endpoint()));
        release.countDown();
        eventually(
                PATIENCE,
                () -> assertThat(probing.results)
                        .anyMatch(result -> result.endpoint().equals(victim.endpoint()) && !result.passed()));
    }

    private static void awaitAtMost(CountDownLatch latch, Duration most) {
        try {
            latch.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
