package dev.fairlead.health.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.target.Target;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Times are milliseconds after an arbitrary beginning, near the end of what {@link System#nanoTime()} can say. */
class CourseTests {

    private static final long BEGINNING = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final RegionName EAST = RegionName.of("east");

    /** No probe here speaks it. */
    private static final ProbeTls NO_TLS = new ProbeTls(() -> {
        throw new AssertionError();
    });

    private final Course course = new Course(
            1,
            new Target(
                    endpoint(1),
                    "shop.test",
                    new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 1_000, 500, 100, 3, 2),
                    EAST),
            at(300),
            NO_TLS);

    private static Endpoint endpoint(int number) {
        return new Endpoint(
                ApplicationName.of("shop"), DataCenterName.of("us-east"), new EndpointAddress("192.0.2." + number, 80));
    }

    private static long at(long ms) {
        return BEGINNING + TimeUnit.MILLISECONDS.toNanos(ms);
    }

    private long dueMs() {
        return TimeUnit.NANOSECONDS.toMillis(course.due() - BEGINNING);
    }

    private void probe(long startMs, long endMs, int wanted) {
        course.started(at(startMs));
        course.ended(wanted, at(endMs));
    }

    @Test
    void startsAreAnIntervalApartHoweverLongAProbeTakes() {
        assertThat(dueMs()).isEqualTo(300);
        probe(310, 800, 0);
        assertThat(dueMs()).isEqualTo(1_300);
        probe(1_300, 1_301, 0);
        assertThat(dueMs()).isEqualTo(2_300);
    }

    @Test
    void missedProbesAreNotMadeUpFor() {
        probe(3_700, 3_701, 0);

        assertThat(dueMs()).isEqualTo(4_300);
    }

    @Test
    void aFailureIsConfirmedAsFastWhenTheIntervalHasGrown() {
        probe(500, 501, 0);
        probe(1_500, 1_501, 2);
        assertThat(course.stretch()).isPositive();
        assertThat(dueMs()).isEqualTo(1_501);
        probe(1_501, 1_502, 1);
        assertThat(dueMs()).isEqualTo(1_601);
        probe(1_601, 1_602, 0);
        assertThat(dueMs()).isEqualTo(2_500);
    }

    @Test
    void whatIsTooLateToCountIsLeftOut() {
        assertThat(course.leaveOut(at(550))).isFalse();
        assertThat(course.leaveOut(at(3_700))).isTrue();
        assertThat(dueMs()).isEqualTo(4_300);
        probe(4_300, 4_301, 2);
        assertThat(course.leaveOut(at(7_000))).isTrue();
        assertThat(dueMs()).as("what it was to confirm is not forgotten").isEqualTo(7_100);
    }

    @Test
    void aRefusedProbeIsConfirmedAtOnceAndThenAtThePaceOfConfirmEvery() {
        probe(300, 301, 3);
        assertThat(dueMs()).isEqualTo(301);
        probe(301, 302, 2);
        assertThat(dueMs()).isEqualTo(401);
        probe(401, 402, 1);
        assertThat(dueMs()).isEqualTo(501);
        probe(501, 502, 0);
        assertThat(dueMs()).isEqualTo(1_300);
    }

    @Test
    void aHangingProbeIsConfirmedAtOnceByOverlappingProbes() {
        probe(300, 800, 2);
        assertThat(dueMs()).isEqualTo(800);
        course.started(at(800));
        assertThat(dueMs()).isEqualTo(900);
        course.started(at(900));
        assertThat(dueMs()).as("two are under way, two are wanted").isEqualTo(1_300);
        course.started(at(1_300));
        course.ended(1, at(1_300));
        course.ended(0, at(1_400));
        assertThat(dueMs()).isEqualTo(2_300);
    }

    @Test
    void aProbeThatDidNotCountIsReplaced() {
        probe(300, 301, 2);
        course.started(at(301));
        course.started(at(401));
        course.ended(course.wanted(), at(411));

        assertThat(dueMs()).isEqualTo(501);
    }

    @Test
    void firstProbesAreSpreadOverTheInterval() {
        List<Long> phases = IntStream.range(0, 200)
                .mapToObj(i -> Phase.of(endpoint(i), Stagger.ALONE, 1_000))
                .toList();

        for (long quarter = 0; quarter < 4; quarter++) {
            long from = quarter * 250;
            assertThat(phases.stream().filter(phase -> phase >= from && phase < from + 250))
                    .hasSizeGreaterThan(25);
        }
    }

    @Test
    void regionsProbeAnEndpointAnEqualPartOfTheIntervalApart() {
        List<RegionName> regions = List.of(RegionName.of("west"), EAST, RegionName.of("eu"));
        for (int i = 0; i < 200; i++) {
            Endpoint endpoint = endpoint(i);
            List<Long> phases = regions.stream()
                    .map(region -> Stagger.of(region, new HashSet<>(regions)))
                    .map(stagger -> Phase.of(endpoint, stagger, 900))
                    .sorted()
                    .toList();
            assertThat(phases.get(1) - phases.get(0)).isEqualTo(300);
            assertThat(phases.get(2) - phases.get(1)).isEqualTo(300);
        }
    }
}
