package dev.fairlead.benchmarks.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PhaseFiguresTests {

    private static final OptionalDouble NOTHING = OptionalDouble.empty();

    private static Poll poll(double truth, OptionalDouble bound, OptionalDouble replayLag) {
        return new Poll(truth, bound, Map.of(Shortcut.REPLAY_LAG, replayLag));
    }

    private static Poll poll(double truth, double bound, double replayLag) {
        return poll(truth, OptionalDouble.of(bound), OptionalDouble.of(replayLag));
    }

    @Test
    void countsABoundThatIsBelowTheTruthByWhateverLittle() {
        PhaseFigures figures =
                new PhaseFigures(List.of(poll(10, 10, 10), poll(10, 9.9, 10), poll(10, NOTHING, NOTHING)));
        assertThat(figures.boundBelow()).isEqualTo(1);
        assertThat(figures.bound())
                .isEqualTo("3 polls, truth min/median/max 10/10/10 ms; bound above it: min -0.1 ms (aim 0 or more), "
                        + "p50 -0 ms, p99 0 ms, not certified in 1");
    }

    @Test
    void saysHowFarAShortcutIsOffAndForgivesIt20Ms() {
        PhaseFigures figures = new PhaseFigures(List.of(
                poll(5_000, 5_100, 200),
                poll(5_000, 5_100, 4_981),
                poll(0, 100, 1_500),
                poll(5_000, OptionalDouble.of(5_100), NOTHING)));
        assertThat(figures.of(Shortcut.REPLAY_LAG))
                .isEqualTo("replay_lag of pg_stat_replication: below the truth in 1 of 3, by up to 4.80 s; "
                        + "above it by up to 1.50 s; no value in 1");
    }

    @Test
    void hasNoFigureOfWhatNeverHadAValue() {
        PhaseFigures figures = new PhaseFigures(List.of(poll(1, NOTHING, NOTHING)));
        assertThat(figures.bound())
                .isEqualTo("1 polls, truth min/median/max 1/1/1 ms; bound above it: min - (aim 0 or more), -, "
                        + "not certified in 1");
        assertThat(figures.of(Shortcut.REPLAY_LAG)).contains("below the truth in 0 of 0, by up to 0.00 s");
    }
}
