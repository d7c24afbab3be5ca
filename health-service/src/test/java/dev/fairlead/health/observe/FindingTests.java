package dev.fairlead.health.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Endpoint ENDPOINT =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));
    private static final HealthCheck CHECK = new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 1_000, 500, 100, 3, 2);

    private @Nullable Finding finding;

    private Finding passes(long startedAtMs) {
        return take(startedAtMs, true, "status 200");
    }

    private Finding fails(long startedAtMs) {
        return take(startedAtMs, false, "connection refused");
    }

    private Finding take(long startedAtMs, boolean passed, String reason) {
        ProbeResult result = new ProbeResult(ENDPOINT, at(startedAtMs), Duration.ofMillis(1), passed, reason);
        Finding next = finding == null ? Finding.first(result, CHECK) : finding.after(result, CHECK);
        finding = next;
        return next;
    }

    private static Instant at(long ms) {
        return START.plusMillis(ms);
    }

    @Test
    void isUnknownUntilThereIsEnoughEvidence() {
        assertThat(passes(0).health()).isEqualTo(Health.UNKNOWN);
        assertThat(passes(100).health()).isEqualTo(Health.UP);
    }

    @Test
    void asksForEvidenceAtOnceWhileNothingIsKnown() {
        assertThat(passes(0).wanted(CHECK)).isEqualTo(1);
        assertThat(passes(100).wanted(CHECK)).isZero();
    }

    @Test
    void fallsAfterThreeFailuresInARow() {
        passes(0);
        passes(1_000);

        assertThat(fails(2_000).wanted(CHECK)).isEqualTo(2);
        assertThat(fails(2_100).health()).isEqualTo(Health.UP);
        Finding down = fails(2_200);

        assertThat(down.health()).isEqualTo(Health.DOWN);
        assertThat(down.since()).isEqualTo(at(2_000));
        assertThat(down.at()).isEqualTo(at(2_200));
        assertThat(down.reason()).isEqualTo("connection refused");
        assertThat(down.wanted(CHECK)).isZero();
    }

    @Test
    void oneSuccessEndsTheSuspicion() {
        passes(0);
        passes(1_000);
        fails(2_000);
        fails(2_100);

        assertThat(passes(2_200).wanted(CHECK)).isZero();
        assertThat(fails(2_300).health()).isEqualTo(Health.UP);
        assertThat(fails(2_400).health()).isEqualTo(Health.UP);
        assertThat(fails(2_500).health()).isEqualTo(Health.DOWN);
    }

    @Test
    void risesAfterTwoSuccessesInARowAndTakesItsTime() {
        fails(0);
        fails(100);
        fails(200);

        Finding first = passes(1_000);
        assertThat(first.health()).isEqualTo(Health.DOWN);
        assertThat(first.wanted(CHECK)).isZero();
        Finding second = passes(2_000);

        assertThat(second.health()).isEqualTo(Health.UP);
        assertThat(second.since()).isEqualTo(at(1_000));
        assertThat(second.at()).isEqualTo(at(2_000));
    }

    @Test
    void countsOverlappingProbesInTheOrderOfTheirStart() {
        passes(0);
        passes(1_000);
        fails(2_100);
        fails(2_000); // hung, so it ends after the one that began later

        Finding down = fails(2_200);

        assertThat(down.health()).isEqualTo(Health.DOWN);
        assertThat(down.since()).isEqualTo(at(2_000));
    }

    @Test
    void aSlowSuccessFromBeforeTheFailuresSavesNothing() {
        passes(0);
        passes(1_000);
        fails(2_100);
        fails(2_200);
        passes(2_000);

        assertThat(fails(2_300).health()).isEqualTo(Health.DOWN);
    }

    @Test
    void aSlowSuccessAmongTheFailuresBreaksTheirRow() {
        passes(0);
        passes(1_000);
        fails(2_000);
        fails(2_200);
        passes(2_100);

        assertThat(fails(2_300).health()).isEqualTo(Health.UP);
        assertThat(fails(2_400).health()).isEqualTo(Health.DOWN);
    }

    @Test
    void aResultOlderThanAllThatCountChangesNothing() {
        fails(1_000);
        fails(1_100);
        Finding down = fails(1_200);

        assertThat(passes(0)).isEqualTo(down);
    }

    @Test
    void isRenewedWithEachProbeWithoutANewBeginning() {
        passes(0);
        passes(1_000);

        Finding renewed = passes(2_000);

        assertThat(renewed.since()).isEqualTo(at(0));
        assertThat(renewed.at()).isEqualTo(at(2_000));
    }

    @Test
    void aFlappingEndpointStaysWhatItWas() {
        passes(0);
        passes(1_000);
        for (int i = 2; i < 40; i += 2) {
            fails(i * 1_000L);
            assertThat(passes((i + 1) * 1_000L).health()).isEqualTo(Health.UP);
        }
    }
}
