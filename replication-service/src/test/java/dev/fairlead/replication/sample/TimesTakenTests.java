package dev.fairlead.replication.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTakenTests {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final TimesTaken times = new TimesTaken();

    private void add(int second, long micros) {
        times.add(NOON.plusSeconds(second), Duration.ofNanos(micros * 1_000));
    }

    @Test
    void tellsTheMedianAndTheGreatestButAHundredth() {
        for (int i = 1; i <= 200; i++) {
            add(i, 1_000L * (201 - i));
        }
        double[] ms = times.lately(NOON.plusSeconds(200));
        assertThat(TimesTaken.quantile(ms, 0.5)).isEqualTo(100);
        assertThat(TimesTaken.quantile(ms, 0.99)).isEqualTo(198);
    }

    @Test
    void ofOneReadingThatIsBoth() {
        add(0, 250);
        double[] ms = times.lately(NOON);
        assertThat(TimesTaken.quantile(ms, 0.5)).isEqualTo(0.25);
        assertThat(TimesTaken.quantile(ms, 0.99)).isEqualTo(0.25);
    }

    @Test
    void forgetsWhatIsOldAndWhatIsTooMuch() {
        add(0, 9_000);
        add(1, 1_000);
        assertThat(times.lately(NOON.plus(TimesTaken.COUNT_FOR))).containsExactly(1, 9);
        assertThat(times.lately(NOON.plus(TimesTaken.COUNT_FOR).plusSeconds(1))).containsExactly(1);
        assertThat(times.lately(NOON.plus(TimesTaken.COUNT_FOR).plusSeconds(2))).isEmpty();
        for (int i = 0; i < TimesTaken.KEPT; i++) {
            add(2, 3_000);
        }
        assertThat(times.lately(NOON.plusSeconds(2))).hasSize(TimesTaken.KEPT).containsOnly(3);
    }
}
