package dev.fairlead.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTests {

    @Test
    void doublesUntilTheCeiling() {
        assertThat(Backoff.after(0, Duration.ofSeconds(1)).pause()).isEqualTo(Duration.ofMillis(500));
        assertThat(Backoff.after(1, Duration.ofSeconds(1)).pause()).isEqualTo(Duration.ofSeconds(1));
        assertThat(Backoff.after(40, Duration.ofSeconds(1)).pause()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void startsAgainAfterALongLife() {
        assertThat(Backoff.after(7, Duration.ofMinutes(2))).isEqualTo(new Backoff.Decision(1, Duration.ofMillis(500)));
    }
}
