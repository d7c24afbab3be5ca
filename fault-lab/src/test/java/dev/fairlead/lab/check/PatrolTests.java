package dev.fairlead.lab.check;

import static dev.fairlead.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fairlead.quickstart.demo.DemoException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatrolTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void looksAgainAndAgain() {
        AtomicInteger looks = new AtomicInteger();
        try (Patrol patrol = new Patrol("plans", Duration.ofMillis(1), looks::incrementAndGet)) {
            eventually(PATIENCE, () -> assertThat(looks).hasValueGreaterThan(2));
            patrol.requireLooking();
        }
    }

    @Test
    void oneThatFailedIsNotTakenForOneThatSawNothing() {
        Runnable failing = () -> {
            throw new IllegalStateException("thrown by a test");
        };
        try (Patrol patrol = new Patrol("plans", Duration.ofMillis(1), failing)) {
            eventually(
                    PATIENCE,
                    () -> assertThatExceptionOfType(DemoException.class)
                            .isThrownBy(patrol::requireLooking)
                            .withMessageContaining("plans"));
        }
    }
}
