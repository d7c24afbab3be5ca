package dev.fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many endpoints, whose probes one prober starts one after the other, in a time that the test makes pass. */
class FleetTests {

    private static final int ENDPOINTS = 400;
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SEED = 20_251_123;

    private final List<Member> fleet = new ArrayList<>();
    private final Timetable<Member> schedule = new Timetable<>();
    private long now;
    private int started;

    FleetTests() {
        Random random = new Random(SEED);
        for (int i = 0; i < ENDPOINTS; i++) {
            Member member = new Member(i, random.nextLong(INTERVAL));
            fleet.add(member);
            schedule.add(member);
        }
    }

    private static final class Member implements Timetable.Entry {

        private final long id;
        private final long place;
        private final Rhythm rhythm;
        private int counted;

        Member(long id, long place) {
            this.id = id;
            this.place = place;
            this.rhythm = new Rhythm(place, INTERVAL, PATIENCE);
        }

        boolean inStep() {
            return rhythm.stretch() == 0 && (rhythm.due() - place) % INTERVAL == 0;
        }

        @Override
        public long due() {
            return rhythm.due();
        }

        @Override
        public long id() {
            return id;
        }
    }

    /** @param startsPerSecond that the prober is capable of */
    private void probe(int seconds, int startsPerSecond) {
        started = 0;
        fleet.forEach(member -> member.counted = 0);
        long end = now + TimeUnit.SECONDS.toNanos(seconds);
        while (end - now > 0) {
            Member due = schedule.poll(now);
            if (due == null) {
                now += schedule.untilNext(now, end - now);
                continue;
            }
            long start = now;
            if (!due.rhythm.leavesOut(start)) {
                started++;
                due.counted += start - due.due() <= PATIENCE ? 1 : 0;
                now += TimeUnit.SECONDS.toNanos(1) / startsPerSecond;
            }
            due.rhythm.turn(start);
            schedule.add(due);
        }
    }

    private List<Integer> counted() {
        return fleet.stream().map(member -> member.counted).toList();
    }

    @Test
    void whoCanDoItKeepsEverybodyInStep() {
        probe(20, 450);

        assertThat(fleet).allMatch(Member::inStep);
        assertThat(counted()).allMatch(times -> times >= 19);
    }

    @Test
    void whoCanDoHalfProbesHalfAsOftenAndItCounts() {
        probe(20, 200);
        probe(60, 200);

        assertThat(counted().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(60 * 200 * 9 / 10);
        assertThat(counted()).allMatch(times -> times > 60 / 4);
        assertThat(fleet.stream()
                        .mapToDouble(member -> member.rhythm.stretch())
                        .average()
                        .orElseThrow())
                .isBetween(0.5, 1.3);
    }

    @Test
    void whoCanDoASixthStillGetsResultsOfEverybody() {
        probe(60, 66);
        probe(60, 66);

        assertThat(counted().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(60 * 66 / 2);
        assertThat(counted()).allMatch(times -> times > 1);
    }

    @Test
    void whoIsRelievedFallsBackIntoStep() {
        probe(20, 200);
        probe(20, 550);
        assertThat(started)
                .as("gently")
                .isBetween(20 * ENDPOINTS * 4 / 10, 20 * ENDPOINTS * 95 / 100);
        probe(240, 550);

        assertThat(fleet).allMatch(Member::inStep);
        probe(20, 550);
        assertThat(counted()).allMatch(times -> times >= 19);
    }

    @Test
    void aLongPauseMovesNobodyAndCausesNoBurst() {
        probe(10, 1_000);
        now += TimeUnit.MILLISECONDS.toNanos(3_400);
        probe(1, 1_000);
        assertThat(started)
                .as("the second, and what came due in the last quarter of one")
                .isLessThan(ENDPOINTS * 13 / 10);
        probe(1, 1_000);
        assertThat(started).isBetween(ENDPOINTS * 9 / 10, ENDPOINTS * 11 / 10);
        assertThat(fleet).allMatch(Member::inStep);
    }
}
