package dev.fairlead.gateway.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SparedTests {

    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<String> NOTHING = Set.of();

    @Test
    void keepsTheNamesForAnHourThatNoPlanEverSpokeOf() {
        Spared spared = Spared.NONE.after(apps(100), apps(10), NOTHING, T0);

        assertThat(spared.names()).hasSize(90).doesNotContain("app-9").contains("app-10", "app-99");
        assertThat(spared.after(apps(100), apps(10), apps(10), T0.plusSeconds(3_599))
                        .names())
                .hasSize(90);
        Spared over = spared.after(apps(100), apps(10), apps(10), T0.plusSeconds(3_600));
        assertThat(over.names()).isEmpty();
        assertThat(over.after(apps(100), apps(10), apps(10), T0.plusSeconds(3_605))
                        .names())
                .as("also where the push failed")
                .isEmpty();
        assertThat(over.after(apps(10), apps(10), apps(10), T0.plusSeconds(3_610)))
                .isEqualTo(Spared.NONE);
    }

    @Test
    void letsGoWhatWasPlannedBeforeAndWhatIsFew() {
        assertThat(Spared.NONE.after(apps(100), apps(10), apps(100), T0)).isEqualTo(Spared.NONE);
        assertThat(Spared.NONE.after(apps(20), apps(10), NOTHING, T0)).as("ten").isEqualTo(Spared.NONE);
        assertThat(Spared.NONE.after(apps(100), apps(70), NOTHING, T0))
                .as("thirty in a hundred")
                .isEqualTo(Spared.NONE);
        assertThat(Spared.NONE.after(apps(100), apps(69), NOTHING, T0).names()).hasSize(31);
    }

    @Test
    void letsTheOthersGoOnceTheMissingHavePlansAgain() {
        Spared spared = Spared.NONE.after(apps(100), apps(10), NOTHING, T0);

        assertThat(spared.after(apps(100), apps(95), apps(10), T0.plusSeconds(5)))
                .isEqualTo(Spared.NONE);
    }

    private static Set<String> apps(int count) {
        return IntStream.range(0, count).mapToObj(i -> "app-" + i).collect(Collectors.toUnmodifiableSet());
    }
}
