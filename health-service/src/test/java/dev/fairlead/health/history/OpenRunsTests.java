package dev.fairlead.health.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OpenRunsTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Endpoint ENDPOINT =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));

    @SuppressWarnings("NullAway") // what is absent has a default
    private static final HealthCheck CHECK = new HealthCheck(
            null, null, null, null, null, null, null, null, null, null, null, null, 100, null, null, null);

    private final List<ProbeRun> stored = new ArrayList<>();
    private final OpenRuns open = new OpenRuns(RegionName.of("west"), stored::add);

    private void passes(long ms) {
        take(ms, 7, true, "status 200");
    }

    private void fails(long ms) {
        take(ms, 1, false, "connection refused");
    }

    private void take(long ms, long latencyMs, boolean passed, String reason) {
        open.add(new ProbeResult(ENDPOINT, START.plusMillis(ms), Duration.ofMillis(latencyMs), passed, reason), CHECK);
    }

    /** As they are in the end, in words. */
    private List<String> runs() {
        open.keepOnly(Set.of());
        Map<UUID, ProbeRun> last = new LinkedHashMap<>();
        stored.forEach(run -> last.put(run.id(), run));
        return last.values().stream()
                .map(run -> "%s %d from %d to %d"
                        .formatted(
                                run.outcome(),
                                run.starts().count(),
                                Duration.between(START, run.starts().from()).toMillis(),
                                Duration.between(START, run.starts().until()).toMillis()))
                .toList();
    }

    @Test
    void anEndpointThatStaysAsItIsIsOneRunWhichIsStoredOnceAMinute() {
        for (int second = 0; second <= 600; second++) {
            passes(1_000L * second);
        }
        assertThat(stored).hasSize(11);
        passes(601_000);

        assertThat(runs()).containsExactly("PASSED 602 from 0 to 601000");
        assertThat(stored).hasSize(12);
        assertThat(stored.getLast().worstMs()).isEqualTo(7);
        assertThat(stored.getLast().vantagePoint()).isEqualTo(RegionName.of("west"));
    }

    @Test
    void aChangeIsStoredAtOnceAndSoIsTheEndOfWhatWasBefore() {
        passes(0);
        passes(1_000);
        passes(2_000);
        assertThat(stored).hasSize(1);

        fails(3_000);

        assertThat(stored).hasSize(3);
        assertThat(runs()).containsExactly("PASSED 3 from 0 to 2000", "FAILED 1 from 3000 to 3000");
        assertThat(stored).as("what is stored already is not stored again").hasSize(3);
    }

    @Test
    void theProbesThatConfirmAFailureAreApartFromThoseThatFollow() {
        passes(0);
        fails(1_000);
        fails(1_100);
        fails(1_200);
        fails(2_000);
        fails(3_000);

        assertThat(runs())
                .containsExactly("PASSED 1 from 0 to 0", "FAILED 3 from 1000 to 1200", "FAILED 2 from 2000 to 3000");
    }

    @Test
    void aSilenceEndsARunAndOneLateProbeDoesNot() {
        passes(0);
        passes(1_000);
        passes(3_000);
        passes(4_000);
        passes(9_000);

        assertThat(runs()).containsExactly("PASSED 4 from 0 to 4000", "PASSED 1 from 9000 to 9000");
    }

    @Test
    void whatTookTooLongAndWhatAnsweredOtherwiseAreOtherRuns() {
        passes(0);
        take(1_000, 101, true, "status 200");
        take(2_000, 100, true, "status 200");
        take(3_000, 7, true, "status 204");

        assertThat(runs())
                .containsExactly(
                        "PASSED 1 from 0 to 0",
                        "SLOW 1 from 1000 to 1000",
                        "PASSED 1 from 2000 to 2000",
                        "PASSED 1 from 3000 to 3000");
    }

    @Test
    void aProbeThatEndedAfterALaterOneIsARunOfItsOwn() {
        passes(0);
        passes(1_100);
        fails(1_000);

        assertThat(runs()).containsExactly("PASSED 2 from 0 to 1100", "FAILED 1 from 1000 to 1000");
    }

    @Test
    void knowsWhenEachProbeOfARunStarted() {
        Starts starts = new Starts(START, START.plusMillis(1_000_001), 1_001);

        for (int index = 0; index < starts.count(); index++) {
            Instant at = starts.at(index);
            assertThat(starts.by(at)).isEqualTo(index + 1);
            assertThat(starts.by(at.minusNanos(1_000))).isEqualTo(index);
            assertThat(at).isBetween(START.plusMillis(1_000L * index), START.plusMillis(1_000L * index + 1));
        }
        assertThat(starts.by(START.plusSeconds(2_000))).isEqualTo(1_001);
        assertThat(Starts.of(START).at(0)).isEqualTo(START);
        assertThat(Starts.of(START).by(START)).isEqualTo(1);
    }
}
