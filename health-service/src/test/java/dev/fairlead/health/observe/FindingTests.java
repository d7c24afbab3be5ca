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
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingTests {

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Endpoint ENDPOINT =
            new Endpoint(ApplicationName.of("shop"), DataCenterName.of("us-east"), EndpointAddress.of("192.0.2.1:80"));
    private static final HealthCheck CHECK = new HealthCheck(HealthCheck.Kind.HTTP, "/healthz", 1_000, 500, 100, 3, 2);

    @SuppressWarnings("NullAway") // what is absent has a default
    private static final HealthCheck SLOW = new HealthCheck(
            null, null, null, null, null, null, null, null, null, null, null, null, 100, null, null, null);

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
        assertThat(passes(2_000).health()).as("it has to last").isEqualTo(Health.DOWN);
        Finding third = passes(3_000);

        assertThat(third.health()).isEqualTo(Health.UP);
        assertThat(third.since()).isEqualTo(at(1_000));
        assertThat(third.at()).isEqualTo(at(3_000));
    }

    @Test
    void afterAnOutageOneFailureIsOneFailure() {
        passes(0);
        passes(1_000);
        for (int i = 2; i < 60; i++) {
            fails(i * 1_000L);
        }
        passes(60_000);
        passes(61_000);
        assertThat(passes(62_000).health()).isEqualTo(Health.UP);

        assertThat(fails(63_000).health()).isEqualTo(Health.UP);
        assertThat(passes(64_000).health()).isEqualTo(Health.UP);
    }

    @Test
    void theFirstOutageIsNoRelapse() {
        passes(0);
        passes(1_000);
        fails(2_000);
        fails(2_100);
        fails(2_200);
        passes(3_000);

        assertThat(passes(4_900).health()).isEqualTo(Health.DOWN);
        assertThat(passes(5_000).health()).isEqualTo(Health.UP);
    }

    @Test
    void everyRelapseDoublesHowLongItHasToPass() {
        fails(0);
        fails(100);
        fails(200);
        passes(1_000);
        fails(2_000); // 4 s from now on
        passes(3_000);
        passes(6_000);

        assertThat(passes(6_900).health()).isEqualTo(Health.DOWN);
        assertThat(passes(7_000).health()).isEqualTo(Health.UP);

        fails(8_000); // 8 s
        fails(8_100);
        fails(8_200);
        passes(9_000);

        assertThat(passes(16_900).health()).isEqualTo(Health.DOWN);
        assertThat(passes(17_000).health()).isEqualTo(Health.UP);
    }

    @Test
    void whoStayedUpForLongIsForgivenItsRelapses() {
        everyRelapseDoublesHowLongItHasToPass();
        long later = 17_000 + CHECK.holdDown().mostMs();
        passes(later);
        fails(later + 1_000);
        fails(later + 1_100);
        fails(later + 1_200);
        passes(later + 2_000);

        assertThat(passes(later + 4_000).health()).isEqualTo(Health.UP);
    }

    @Test
    void whoFailsTooManyOfItsRequestsGoesDownOnce() {
        for (int i = 0; i < 20; i++) {
            take(i * 1_000L, i % 2 == 0, "flapping");
        }
        assertThat(Objects.requireNonNull(finding).health()).isEqualTo(Health.DOWN);

        for (int i = 20; i < 200; i++) {
            assertThat(take(i * 1_000L, i % 3 != 0, "flapping").health()).isEqualTo(Health.DOWN);
        }
    }

    @Test
    void whoFailsOneRequestInTwentyStaysUp() {
        for (int i = 0; i < 200; i++) {
            assertThat(take(i * 1_000L, i % 20 != 19, "lossy").health()).isNotEqualTo(Health.DOWN);
        }
    }

    @Test
    void isSlowWhileItTakesTooLongAndUpAgainWhenItDoesNot() {
        Finding found = Finding.first(answered(0, 5), SLOW).after(answered(1_000, 5), SLOW);
        found = found.after(answered(2_000, 101), SLOW).after(answered(3_000, 101), SLOW);
        assertThat(found.health()).isEqualTo(Health.UP);

        found = found.after(answered(4_000, 101), SLOW);
        assertThat(found.health()).isEqualTo(Health.SLOW);
        assertThat(found.reason()).isEqualTo("status 200 in 101 ms");

        found = found.after(answered(5_000, 99), SLOW);
        assertThat(found.health()).isEqualTo(Health.SLOW);
        assertThat(found.after(answered(6_000, 99), SLOW).health()).isEqualTo(Health.UP);
    }

    private static ProbeResult answered(long startedAtMs, long latencyMs) {
        return new ProbeResult(ENDPOINT, at(startedAtMs), Duration.ofMillis(latencyMs), true, "status 200");
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
        for (int i = 1; i < 20; i++) {
            fails(1_000L + i);
        }
        Finding down = fails(2_000);

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
    void whoFailsNowAndThenStaysWhatItWas() {
        passes(0);
        for (int i = 1; i < 40; i++) {
            assertThat(take(i * 1_000L, i % 3 != 0, "now and then").health()).isEqualTo(Health.UP);
        }
    }

    @Test
    void goesOnFromWhatItFoundWhenTheClockIsSetBack() {
        long hour = Duration.ofHours(1).toMillis();
        for (int i = 0; i < 30; i++) {
            passes(i * 1_000L);
        }

        assertThat(passes(30_000 - hour).health()).isEqualTo(Health.UP);
        fails(31_000 - hour);
        fails(31_100 - hour);
        Finding down = fails(31_200 - hour);

        assertThat(down.health()).isEqualTo(Health.DOWN);
        assertThat(down.since()).isEqualTo(at(31_000 - hour));
        for (int i = 32; i < 40; i++) {
            passes(i * 1_000L - hour);
        }
        assertThat(passes(40_000 - hour).health()).isEqualTo(Health.UP);
    }

    @Test
    void goesOnFromWhatItFoundWhenTheClockIsSetForward() {
        long hour = Duration.ofHours(1).toMillis();
        passes(0);
        passes(1_000);

        assertThat(passes(2_000 + hour).health()).isEqualTo(Health.UP);
        fails(3_000 + hour);
        fails(3_100 + hour);
        assertThat(fails(3_200 + hour).health()).isEqualTo(Health.DOWN);
    }
}
