package dev.fairlead.lab.check;

import static dev.fairlead.lab.check.Facts.EAST;
import static dev.fairlead.lab.check.Facts.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTests {

    private static final Ledger.Entry FIRST = new Ledger.Entry(1, 1);

    private final Tally tally = new Tally();
    private final Ledger ledger = new Ledger(0, tally);

    private void acknowledge(Ledger.Entry before, Ledger.Entry now) {
        ledger.attempt(now.value());
        ledger.acknowledge(EAST, before, now);
    }

    private int violations() {
        return tally.take().of(Invariant.LOST_WRITES);
    }

    @Test
    void anAcknowledgedWriteThatIsNotThereIsLost() {
        acknowledge(FIRST, new Ledger.Entry(2, 2));
        ledger.judge(EAST, 2);
        assertThat(violations()).isZero();
        ledger.judge(WEST, 1);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void anUnacknowledgedWriteMayBeThereOrNot() {
        acknowledge(FIRST, new Ledger.Entry(2, 2));
        ledger.attempt(3);
        ledger.judge(EAST, 2);
        ledger.judge(WEST, 3);
        assertThat(violations()).isZero();
        ledger.judge(WEST, 1);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aLostWriteIsFoundByTheNextOneThatWouldHideIt() {
        acknowledge(FIRST, new Ledger.Entry(2, 2));
        ledger.attempt(3);
        acknowledge(FIRST, new Ledger.Entry(4, 2));
        ledger.judge(EAST, 4);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void theNextOneMayReplaceWhatWasAttemptedOrAcknowledgedLast() {
        acknowledge(FIRST, new Ledger.Entry(2, 2));
        assertThat(ledger.newest()).isEqualTo(new Ledger.Entry(2, 2));
        ledger.attempt(3);
        assertThat(ledger.newest()).isNull();
        acknowledge(new Ledger.Entry(3, 3), new Ledger.Entry(4, 4));
        acknowledge(new Ledger.Entry(4, 4), new Ledger.Entry(5, 5));
        assertThat(violations()).isZero();
        acknowledge(new Ledger.Entry(4, 4), new Ledger.Entry(6, 5));
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void whatNobodyEverWroteIsAViolation() {
        ledger.judge(EAST, ledger.next());
        assertThat(violations()).isEqualTo(1);
    }
}
