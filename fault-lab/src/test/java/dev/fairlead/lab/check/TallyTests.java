package dev.fairlead.lab.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTests {

    private final Tally tally = new Tally();

    @Test
    void addsUpEachInvariantAndKeepsItsFirstWitnesses() {
        for (int i = 1; i <= 5; i++) {
            tally.violated(Invariant.LOST_WRITES, "write " + i);
        }
        tally.violated(Invariant.WRONG_MOVES, "move");

        Tally.Violations taken = tally.take();

        assertThat(taken.none()).isFalse();
        assertThat(taken.of(Invariant.LOST_WRITES)).isEqualTo(5);
        assertThat(taken.of(Invariant.WRONG_MOVES)).isEqualTo(1);
        assertThat(taken.of(Invariant.NOT_RECOVERED)).isZero();
        assertThat(taken.witnesses())
                .satisfiesExactly(
                        witness -> assertThat(witness).endsWith(": acknowledged writes lost: write 1"),
                        witness -> assertThat(witness).endsWith("write 2"),
                        witness -> assertThat(witness).endsWith("write 3"),
                        witness -> assertThat(witness).endsWith(": wrong moves of traffic: move"));
    }

    @Test
    void whatWasTakenStaysAndIsNotTakenAgain() {
        tally.violated(Invariant.LOST_WRITES, "write");
        Tally.Violations taken = tally.take();
        assertThat(tally.take().none()).isTrue();
        assertThat(taken.of(Invariant.LOST_WRITES)).isEqualTo(1);
        assertThat(taken.witnesses()).hasSize(1);
    }
}
