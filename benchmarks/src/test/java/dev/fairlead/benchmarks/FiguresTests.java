package dev.fairlead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTests {

    @Test
    void saysLeastMedianAndGreatest() {
        assertThat(Figures.of(List.of(3.0, 1.0, 2.0)).text("%.1f", "s")).isEqualTo("1.0/2.0/3.0 s");
        assertThat(Figures.of(List.of(3.0)).text("%.0f", "% of the time")).isEqualTo("3/3/3 % of the time");
        assertThat(Figures.of(List.of(4.0, 1.0)).median()).isEqualTo(2.5);
    }

    @Test
    void saysSoWhenNothingWasMeasured() {
        assertThat(Figures.of(List.of()).text("%.1f", "s")).isEqualTo("-");
    }
}
