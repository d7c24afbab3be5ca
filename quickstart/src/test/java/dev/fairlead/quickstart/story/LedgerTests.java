package dev.fairlead.quickstart.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Ledger ledger = new Ledger();

    private void acknowledged(long number, DataCenterName by) {
        ledger.acknowledged(new Ledger.Entry(number, START.plusSeconds(number), by));
    }

    @Test
    void knowsTheLastOrderOfTheOldPrimaryAndTheFirstOfTheNew() {
        acknowledged(1, EAST);
        acknowledged(2, EAST);
        acknowledged(3, WEST);
        acknowledged(4, WEST);

        assertThat(ledger.lastBy(EAST)).get().extracting(Ledger.Entry::number).isEqualTo(2L);
        assertThat(ledger.firstSince(START, WEST::equals))
                .get()
                .extracting(Ledger.Entry::number)
                .isEqualTo(3L);
        assertThat(ledger.firstSince(START.plusSeconds(3), WEST::equals))
                .get()
                .extracting(Ledger.Entry::number)
                .isEqualTo(4L);
        assertThat(ledger.firstSince(START.plusSeconds(4), by -> true)).isEmpty();
        assertThat(ledger.numbers()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void countsWhatWasAcknowledgedAndIsMissing() {
        Expectation lost = Ledger.nothingLost(List.of(1L, 2L, 3L), Set.of(1L, 3L, 4L), WEST);
        assertThat(lost.held()).isFalse();
        assertThat(lost.text()).startsWith("1 of 3 acknowledged orders are lost, of numbers [2]");
        assertThat(Ledger.nothingLost(List.of(1L, 2L), Set.of(1L, 2L, 3L), WEST).held())
                .isTrue();
    }

    @Test
    void whatIsLostMayBeNoOlderThanWasSaid() {
        acknowledged(1, EAST);
        acknowledged(2, EAST);
        acknowledged(3, EAST);
        assertThat(Ledger.missing(ledger.numbers(), Set.of(1L))).containsExactly(2L, 3L);
        assertThat(ledger.allSince(START.plusSeconds(1), Set.of(2L, 3L))).isTrue();
        assertThat(ledger.allSince(START.plusSeconds(2), Set.of(2L, 3L))).isFalse();
    }

    @Test
    void aLoadThatNeverWroteProvesNothing() {
        assertThat(Ledger.nothingLost(List.of(), Set.of(), WEST).held()).isFalse();
    }

    @Test
    void aReadThatFailedLaterCountsAndOneBeforeDoesNot() {
        Load.Reads before = new Load.Reads(10, 1, "HTTP 502");
        assertThat(new Load.Reads(20, 1, "HTTP 502").noneFailedSince(before).held())
                .isTrue();
        assertThat(new Load.Reads(20, 2, "HTTP 503").noneFailedSince(before))
                .isEqualTo(new Expectation(false, "10 reads were answered meanwhile, 1 failed, such as: HTTP 503"));
        assertThat(before.noneFailedSince(before).held())
                .as("nobody read anything")
                .isFalse();
    }
}
