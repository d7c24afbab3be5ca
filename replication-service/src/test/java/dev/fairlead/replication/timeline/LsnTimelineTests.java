package dev.fairlead.replication.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LsnTimelineTests {

    private static final Branch FIRST = new Branch(7, 1);
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LsnTimeline timeline = new LsnTimeline();

    /** Samples at 0, 250, 500 and 750 ms show 100, 200, 200 and 300; the replica is asked about at 1,000 ms. */
    @ParameterizedTest
    @CsvSource({"99,", "100,1000", "199,1000", "200,500", "299,500", "300,250", "9999,250"})
    void boundIsTheAgeOfTheNewestSampleThatTheReplicaReplayed(long replayed, Long boundMs) {
        sample(FIRST, 0, 100);
        sample(FIRST, 250, 200);
        sample(FIRST, 500, 200);
        sample(FIRST, 750, 300);
        Staleness staleness = timeline.staleness(FIRST, new Lsn(replayed), at(1_000));
        if (boundMs == null) {
            assertThat(staleness).isInstanceOf(Staleness.Unknown.class);
        } else {
            assertThat(staleness).isEqualTo(new Staleness.Certified(Duration.ofMillis(boundMs)));
        }
    }

    @Test
    void staysSmallWhileThePrimaryIsIdle() {
        for (int t = 0; t <= 60_000; t += 250) {
            sample(FIRST, t, 100);
        }
        assertThat(timeline.staleness(FIRST, new Lsn(100), at(60_100)))
                .isEqualTo(new Staleness.Certified(Duration.ofMillis(100)));
        assertThat(timeline.size()).isEqualTo(1);
    }

    @Test
    void growsByItselfWhenNothingMoreIsHeard() {
        sample(FIRST, 0, 100);
        assertThat(timeline.staleness(FIRST, new Lsn(100), at(25_000)))
                .isEqualTo(new Staleness.Certified(Duration.ofSeconds(25)));
    }

    @Test
    void isZeroRatherThanNegativeForASampleStampedAfterNow() {
        sample(FIRST, 500, 100);
        assertThat(timeline.staleness(FIRST, new Lsn(100), at(454))).isEqualTo(new Staleness.Certified(Duration.ZERO));
    }

    @Test
    void certifiesNothingBeforeTheFirstSample() {
        assertThat(timeline.staleness(FIRST, new Lsn(100), at(0))).isInstanceOf(Staleness.Unknown.class);
    }

    @Test
    void isVoidForAReplicaOnADeadTimelineHoweverFarItsPosition() {
        sample(new Branch(7, 2), 0, 100);
        assertThat(timeline.staleness(FIRST, new Lsn(1_000_000), at(100))).isInstanceOf(Staleness.Unknown.class);
    }

    @Test
    void isVoidForACopyOfAnotherSystem() {
        sample(FIRST, 0, 100);
        assertThat(timeline.staleness(new Branch(8, 1), new Lsn(1_000_000), at(100)))
                .isInstanceOf(Staleness.Unknown.class);
    }

    @Test
    void beginsANewHistoryWithANewTimeline() {
        sample(FIRST, 0, 100);
        sample(new Branch(7, 2), 250, 150);
        assertThat(timeline.staleness(new Branch(7, 2), new Lsn(120), at(300)))
                .as("100 was a position of the old timeline")
                .isInstanceOf(Staleness.Unknown.class);
        assertThat(timeline.staleness(new Branch(7, 2), new Lsn(150), at(300)))
                .isEqualTo(new Staleness.Certified(Duration.ofMillis(50)));
    }

    @Test
    void beginsANewHistoryWhenTheLogRunsBackwards() {
        sample(FIRST, 0, 200);
        sample(FIRST, 250, 100);
        sample(FIRST, 500, 300);
        assertThat(timeline.staleness(FIRST, new Lsn(250), at(500)))
                .isEqualTo(new Staleness.Certified(Duration.ofMillis(250)));
    }

    @Test
    void thinningBoundsMemoryKeepsTheRecentExactAndOnlyEverEnlargesABound() {
        int samples = 50_000;
        for (int i = 0; i <= samples; i++) {
            sample(FIRST, i * 125L, i * 10L);
        }
        assertThat(timeline.size()).isLessThanOrEqualTo(LsnTimeline.MAX_SAMPLES);
        Instant now = at(samples * 125L);
        for (int i = 0; i <= samples; i += 7) {
            Duration exact = Duration.ofMillis((samples - i) * 125L);
            Duration bound = ((Staleness.Certified) timeline.staleness(FIRST, new Lsn(i * 10L), now)).bound();
            assertThat(bound).isGreaterThanOrEqualTo(exact);
            assertThat(bound)
                    .isLessThanOrEqualTo(exact.plus(exact.dividedBy(90)).plusMillis(125));
            if (i > samples - 100) {
                assertThat(bound).isEqualTo(exact);
            }
        }
    }

    private void sample(Branch branch, long ms, long written) {
        timeline.append(branch, at(ms), new Lsn(written));
    }

    private static Instant at(long ms) {
        return START.plusMillis(ms);
    }
}
