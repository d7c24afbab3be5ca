package dev.fairlead.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock is that by which the leases are dated; the other one runs in the process that waits. */
class LeaseCountdownTests {

    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofSeconds(45));

    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private Instant counted = Instant.parse("2020-01-01T00:00:00Z");
    private final LeaseCountdown countdown = new LeaseCountdown(() -> counted);

    private void pass(Duration time) {
        wall = wall.plus(time);
        counted = counted.plus(time);
    }

    private WriteLease renewed(String database, boolean revoked) {
        return new WriteLease(
                DatabaseName.of(database),
                DataCenterName.of("us-east"),
                7,
                wall,
                wall.plus(TERMS.lease()),
                null,
                revoked);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, -10})
    void aWallClockThatIsSetByMinutesNeitherEndsTheWaitNorMakesItLonger(int minutes) {
        WriteLease lease = renewed("shop", true);
        pass(Duration.ofSeconds(3));
        assertThat(countdown.left(lease, TERMS)).isEqualTo(Duration.ofMillis(49_500));

        wall = wall.plus(Duration.ofMinutes(minutes));
        pass(Duration.ofMillis(49_499));
        assertThat(countdown.left(lease, TERMS)).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(countdown.left(lease, TERMS)).isZero();
        pass(Duration.ofHours(1));
        assertThat(countdown.left(lease, TERMS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, -10})
    void aLeaseThatWasRenewedMeanwhileIsCountedFromThere(int minutes) {
        countdown.left(renewed("shop", false), TERMS);
        pass(Duration.ofSeconds(40));
        wall = wall.plus(Duration.ofMinutes(minutes));
        WriteLease again = renewed("shop", false);
        pass(Duration.ofSeconds(20));

        assertThat(countdown.left(again, TERMS)).isEqualTo(TERMS.surelyOver());
    }

    @Test
    void whatIsDoneToALeaseThatNobodyRenewsDoesNotLengthenIt() {
        WriteLease lease = renewed("shop", false);
        WriteLease revoked = renewed("shop", true);
        countdown.left(lease, TERMS);
        pass(Duration.ofSeconds(30));

        assertThat(countdown.left(revoked, TERMS)).isEqualTo(Duration.ofMillis(19_500));
        assertThat(countdown.left(renewed("stock", true), TERMS))
                .as("of another database")
                .isEqualTo(TERMS.surelyOver());
    }

    @Test
    void aProcessThatStartsAnewCountsInFull() {
        WriteLease lease = renewed("shop", true);
        countdown.left(lease, TERMS);
        pass(Duration.ofSeconds(49));

        assertThat(new LeaseCountdown(() -> counted).left(lease, TERMS)).isEqualTo(TERMS.surelyOver());
    }
}
