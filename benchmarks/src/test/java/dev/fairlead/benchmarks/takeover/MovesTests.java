package dev.fairlead.benchmarks.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MovesTests {

    private static final Moves MOVES =
            new Moves(List.of(new Move(12, 0, 1, 100), new Move(10, 2, 0, 50), new Move(11, 0, 3, 1)));

    @Test
    void addsUpWhatMustNotBe() {
        assertThat(MOVES.text("gap"))
                .isEqualTo(
                        "gap 10.0/11.0/12.0 s (min/median/max, n=3); of 151 acknowledged writes 2 overlapping (aim 0), 4 lost");
    }

    @Test
    void comparesMedians() {
        assertThat(MOVES.ratio(new Moves(List.of(new Move(22, 0, 0, 1))))).isEqualTo("×0.50");
    }
}
