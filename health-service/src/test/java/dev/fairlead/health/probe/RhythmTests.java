package dev.fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Times are milliseconds after an arbitrary beginning, near the end of what {@link System#nanoTime()} can say. */
class RhythmTests {

    private static final long BEGINNING = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(240);

    private final Rhythm rhythm = new Rhythm(at(300), INTERVAL, PATIENCE);

    private static long at(long ms) {
        return BEGINNING + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private long dueMs() {
        return TimeUnit.NANOSECONDS.toMillis(rhythm.due() - BEGINNING);
    }

    private void turnsAt(long... ms) {
        for (long one : ms) {
            rhythm.turn(at(one));
        }
    }

    @Test
    void whoIsPunctualKeepsItsPlace() {
        turnsAt(300, 1_420, 2_301, 3_419);

        assertThat(dueMs()).isEqualTo(4_300);
        assertThat(rhythm.stretch()).isZero();
    }

    @Test
    void whoIsLateOnceKeepsItsPlace() {
        turnsAt(300, 1_500, 2_300, 5_800);

        assertThat(dueMs()).as("missed ones are not made up for").isEqualTo(6_300);
        assertThat(rhythm.stretch()).isZero();
    }

    @Test
    void whoIsLateAgainHasItsIntervalGrowByTheLateness() {
        turnsAt(500, 1_500);

        assertThat(rhythm.stretch()).isEqualTo(0.2, within(1e-9));
        assertThat(dueMs()).as("an interval after the start").isEqualTo(2_500);
        turnsAt(2_650);
        assertThat(rhythm.stretch()).isEqualTo(0.35, within(1e-9));
        assertThat(dueMs()).isEqualTo(3_850);
    }

    @Test
    void whoIsLeftOutComesToItsTurnBeforeThoseThatAreNot() {
        turnsAt(500, 1_600, 2_600);

        assertThat(rhythm.stretch()).isZero();
        assertThat(dueMs()).isEqualTo(3_300);
    }

    @Test
    void anIntervalNeverGrowsBeyondTenTimesItself() {
        for (int i = 0; i < 100; i++) {
            rhythm.turn(rhythm.due() + PATIENCE);
        }

        assertThat(rhythm.stretch()).isEqualTo(9);
    }

    @Test
    void punctualAgainTheIntervalShrinksByLittleUntilAllIsInItsPlace() {
        turnsAt(500, 1_500);
        long before = rhythm.due();
        long length = INTERVAL + TimeUnit.MILLISECONDS.toNanos(200);
        int rounds = 0;
        while (rhythm.stretch() > 0 || (rhythm.due() - at(300)) % INTERVAL != 0) {
            rhythm.turn(rhythm.due());
            assertThat(rhythm.due() - before).isGreaterThanOrEqualTo(INTERVAL).isCloseTo(length, within(PATIENCE / 8));
            length = rhythm.due() - before;
            before = rhythm.due();
            rounds++;
        }

        assertThat(rounds).isBetween(2, 50);
        rhythm.turn(rhythm.due());
        assertThat(rhythm.due() - before).isEqualTo(INTERVAL);
    }
}
