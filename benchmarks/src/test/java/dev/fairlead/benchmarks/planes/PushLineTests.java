package dev.fairlead.benchmarks.planes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.benchmarks.Figures;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PushLineTests {

    private static final Measured PUSHED =
            new Measured(Figures.of(List.of(4.0, 6.0, 8.0)), Figures.of(List.of(10.0, 11.0, 30.0)));
    private static final Measured BY_HAND = new Measured(Figures.of(List.of(3.0, 5.0, 9.0)), Figures.of(List.of()));

    @Test
    void comparesTheMedianOfWhatWasVerifiedWithWhatAUserSawOfTheSameByHand() {
        assertThat(new PushLine("PowerDNS, 1 name", PUSHED, Optional.of(BY_HAND)).difference(OptionalInt.of(25)))
                .isEqualTo("push  PowerDNS, 1 name: obeyed 10.0/11.0/30.0 ms (n=3, p50 11.0 ms, p99 30.0 ms),"
                        + " seen by a user after 4.0/6.0/8.0 ms;"
                        + " by hand 3.0/5.0/9.0 ms (n=3, p50 5.0 ms, p99 9.0 ms); beyond that 6.0 ms (aim 25)");
    }

    @Test
    void comparesChangesOfEverythingAsMultiples() {
        assertThat(new PushLine("PowerDNS", PUSHED, Optional.of(BY_HAND)).ratio())
                .endsWith("; ×2.20 of that (aim 2)");
    }

    @Test
    void comparesNothingWhereNobodyElseCanChangeIt() {
        assertThat(new PushLine("built-in DNS", PUSHED, Optional.empty()).difference(OptionalInt.empty()))
                .endsWith("seen by a user after 4.0/6.0/8.0 ms");
    }
}
