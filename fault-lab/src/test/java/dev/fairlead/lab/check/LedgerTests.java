package dev.fairlead.lab.check;

import static dev.fairlead.lab.check.Facts.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTests {

    private final Tally tally = new Tally();
    private final Ledger ledger = new Ledger(0);

    private int violations() {
        return tally.take().of(Invariant.LOST_WRITES);
    }

    @Test
    void anAcknowledgedWriteThatIsNotThereIsLost() {
        ledger.attempt(2);
        ledger.acknowledge(2, 7);
        ledger.judge(EAST, 2, tally);
        assertThat(violations()).isZero();
        ledger.judge(EAST, 1, tally);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void anUnacknowledgedWriteMayBeThereOrNot() {
        ledger.attempt(2);
        ledger.acknowledge(2, 7);
        ledger.attempt(3);
        ledger.judge(EAST, 2, tally);
        ledger.judge(EAST, 3, tally);
        assertThat(violations()).isZero();
        ledger.judge(EAST, 1, tally);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void whatNobodyEverWroteIsAViolation() {
        ledger.judge(EAST, 2, tally);
        assertThat(violations()).isEqualTo(1);
    }
}
