package dev.fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many endpoints, whose probes one prober starts one after the other, in a time that the test makes pass. */
class FleetTests {

    private static final int ENDPOINTS = 400;
    private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);
    private static final long SEED = 20_251_123;

    private final long[] places = new Random(SEED).longs(ENDPOINTS, 0, INTERVAL).toArray();
    private final int[] counted = new int[ENDPOINTS];
    private final List<Course> fleet = new ArrayList<>();
    private final Timetable<Course> schedule = new Timetable<>();
    private long now;
    private int started;

    FleetTests() {
        ProbeTls none = new ProbeTls(() -> {
            throw new AssertionError("no probe here speaks TLS");
        });
        Target target = Probing.target(HealthCheck.Kind.HTTP, "192.0.2.1", 80, 1_000, 500);
        for (int i = 0; i < ENDPOINTS; i++) {
            fleet.add(new Course(i, target, places[i], none));
        }
        fleet.forEach(schedule::add);
    }

    /** @param startsPerSecond that the prober is capable of */
    private void probe(int seconds, int startsPerSecond) {
        started = 0;
        Arrays.fill(counted, 0);
        long end = now + TimeUnit.SECONDS.toNanos(seconds);
        while (end - now > 0) {
            Course due = schedule.poll(now);
            if (due == null) {
                now += schedule.untilNext(now, end - now);
                continue;
            }
            if (!due.leaveOut(now)) {
                started++;
                counted[(int) due.id()] += now - due.due() <= due.patience() ? 1 : 0;
                due.started(now);
                due.ended(0, now);
                now += TimeUnit.SECONDS.toNanos(1) / startsPerSecond;
            }
            schedule.add(due);
        }
    }

    private boolean inStep(Course course) {
        return course.stretch() == 0 && (course.due() - places[(int) course.id()]) % INTERVAL == 0;
    }

    @Test
    void whoCanDoItKeepsEverybodyInStep() {
        probe(20, 450);

        assertThat(fleet).allMatch(this::inStep);
        assertThat(Arrays.stream(counted)).allMatch(times -> times >= 19);
    }

    @Test
    void whoCanDoHalfProbesHalfAsOftenAndItCounts() {
        probe(20, 200);
        probe(60, 200);

        assertThat(Arrays.stream(counted).sum()).isGreaterThan(60 * 200 * 9 / 10);
        assertThat(Arrays.stream(counted)).allMatch(times -> times > 60 / 4);
        assertThat(fleet.stream().mapToDouble(Course::stretch).average().orElseThrow())
                .isBetween(0.5, 1.3);
    }

    @Test
    void whoCanDoASixthStillGetsResultsOfEverybody() {
        probe(60, 66);
        probe(60, 66);

        assertThat(Arrays.stream(counted).sum()).isGreaterThan(60 * 66 * 9 / 10);
        assertThat(Arrays.stream(counted)).allMatch(times -> times > 1);
    }

    @Test
    void whoIsRelievedFallsBackIntoStep() {
        probe(20, 200);
        probe(20, 550);
        assertThat(started).as("gently").isBetween(20 * ENDPOINTS * 4 / 10, 20 * ENDPOINTS * 95 / 100);
        probe(240, 550);

        assertThat(fleet).allMatch(this::inStep);
        probe(20, 550);
        assertThat(Arrays.stream(counted)).allMatch(times -> times >= 19);
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
        assertThat(fleet).allMatch(this::inStep);
    }
}
