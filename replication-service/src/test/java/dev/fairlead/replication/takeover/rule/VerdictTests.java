package dev.fairlead.replication.takeover.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.lease.LeaseTerms;
import dev.fairlead.replication.lease.WriteLease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");
    private static final Instant HEARD = NOW.minusSeconds(50);
    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofSeconds(45));
    private static final Duration BUDGET = Duration.ofSeconds(5);
    private static final FenceProof NONE = new FenceProof.None("nothing fences it");

    @Test
    void fromSynchronousStandbysItGoesOnByItself() {
        assertThat(Verdict.before(true, false, new Loss(null, null), Duration.ZERO, NOW))
                .isInstanceOf(Verdict.Go.class);
    }

    @Test
    void fromAnAsynchronousPrimaryItGoesOnWithinTheBudgetOnly() {
        assertThat(Verdict.before(false, false, coveredUntil(4), BUDGET, NOW)).isInstanceOf(Verdict.Go.class);
        assertThat(Verdict.before(false, false, coveredUntil(6), BUDGET, NOW))
                .isEqualTo(
                        new Verdict.Ask(
                                "up to 6.000 s of acknowledged writes, at least 128 bytes, may be lost; the budget is 5000 ms"));
        assertThat(Verdict.before(false, false, new Loss(null, null), BUDGET, NOW))
                .isEqualTo(
                        new Verdict.Ask(
                                "an unknown time of acknowledged writes, an unknown number of bytes, may be lost; the budget is 5000 ms"));
        assertThat(Verdict.before(false, true, coveredUntil(6), BUDGET, NOW)).isInstanceOf(Verdict.Go.class);
    }

    @Test
    void withoutProofOfTheFenceAnOperatorIsToldThatTheOldPrimaryMayStillWrite() {
        assertThat(Verdict.after(NONE, true, coveredUntil(1), BUDGET, NOW))
                .isEqualTo(
                        new Verdict.Ask("nothing fences it; up to 1.000 s of acknowledged writes, at least 128 bytes,"
                                + " may be lost; the old primary may still accept writes, which are lost too"));
    }

    @Test
    void whatWasLostIsCountedUntilTheFenceAndNotUntilNow() {
        Loss loss = coveredUntil(30);
        FenceProof early = new FenceProof.Proven(NOW.minusSeconds(26), "fenced");
        FenceProof late = new FenceProof.Proven(NOW.minusSeconds(20), "fenced");
        assertThat(Verdict.after(early, false, loss, BUDGET, NOW)).isInstanceOf(Verdict.Go.class);
        assertThat(Verdict.after(late, false, loss, BUDGET, NOW)).isInstanceOf(Verdict.Ask.class);
        assertThat(Verdict.after(late, true, loss, BUDGET, NOW)).isInstanceOf(Verdict.Go.class);
    }

    private static Loss coveredUntil(int secondsAgo) {
        return new Loss(NOW.minusSeconds(secondsAgo), 128L);
    }

    @Test
    void aKeepersWordIsProof() {
        Instant fenced = HEARD.plusSeconds(40);
        assertThat(FenceProof.of(lease(HEARD, fenced), HEARD, TERMS, Duration.ofSeconds(9)))
                .isEqualTo(new FenceProof.Proven(fenced, "the old primary was fenced at " + fenced));
    }

    @Test
    void theEndOfALeaseIsProofIfItWasRenewedAsLongAsThePrimaryWasHeard() {
        WriteLease lease = lease(HEARD.minusSeconds(5), null);
        assertThat(FenceProof.of(lease, HEARD, TERMS, Duration.ofMillis(1))).isInstanceOf(FenceProof.Waiting.class);
        assertThat(FenceProof.of(lease, HEARD, TERMS, Duration.ZERO))
                .isEqualTo(new FenceProof.Proven(
                        lease.expires().plusMillis(4_500),
                        "the write lease that its keeper renewed last at 2026-01-01T00:00:05Z has ended"));
    }

    @Test
    void theEndOfALeaseProvesNothingIfItsKeeperFellSilentFirst() {
        WriteLease lease = lease(HEARD.minusSeconds(30), null);
        assertThat(FenceProof.of(lease, HEARD, TERMS, Duration.ZERO)).isInstanceOf(FenceProof.None.class);
        assertThat(FenceProof.of(null, HEARD, TERMS, Duration.ZERO)).isInstanceOf(FenceProof.None.class);
    }

    private static WriteLease lease(Instant renewed, @Nullable Instant fenced) {
        return new WriteLease(
                DatabaseName.of("shop"),
                DataCenterName.of("us-east"),
                4,
                renewed,
                renewed.plus(TERMS.lease()),
                fenced,
                true);
    }

    @Test
    void noSecondTakeoverBeginsByItselfUntilTimeOrAPersonAllowsIt() {
        Duration hour = Duration.ofHours(1);
        AntiFlap.Last last = new AntiFlap.Last("r-1", NOW, null);
        assertThat(AntiFlap.blocked(null, hour, NOW)).isEmpty();
        assertThat(AntiFlap.blocked(last, hour, NOW.plusSeconds(3_599))).isPresent();
        assertThat(AntiFlap.blocked(last, hour, NOW.plusSeconds(3_600))).isEmpty();
        assertThat(AntiFlap.blocked(new AntiFlap.Last("r-1", NOW, "alice"), hour, NOW))
                .isEmpty();
    }
}
