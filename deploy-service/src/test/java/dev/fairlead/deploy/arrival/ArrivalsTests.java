package dev.fairlead.deploy.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.deploy.arrival.Arrivals.Finding;
import dev.fairlead.deploy.arrival.Arrivals.Reading;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArrivalsTests {

    private static final DataCenterName EAST = DataCenterName.of("us-east");
    private static final DataCenterName WEST = DataCenterName.of("us-west");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Arrivals arrivals = new Arrivals(EAST);
    private double east;
    private double west;

    /** What is left of one second, and what came in it. */
    private Finding second(int second, double eastPerSecond, double westPerSecond) {
        double fade = Math.pow(0.5, 1 / 120.0);
        east = east * fade + eastPerSecond;
        west = west * fade + westPerSecond;
        return arrivals.add(
                new Reading(START.plusSeconds(second), Map.of(EAST, Math.round(east), WEST, Math.round(west))));
    }

    @Test
    void nobodyTellsOfWhatNobodyCounts() {
        assertThat(arrivals.add(new Reading(START, Map.of()))).isEqualTo(new Finding.Untold());
        assertThat(arrivals.add(new Reading(START.plusSeconds(20), Map.of(EAST, 0L))))
                .isEqualTo(new Finding.Untold());
    }

    @Test
    void listensForAWindowBeforeItSaysAnything() {
        for (int i = 0; i < 10; i++) {
            assertThat(second(i, 50, 50)).isEqualTo(new Finding.Early());
        }
        assertThat(second(10, 50, 50)).isInstanceOf(Finding.Told.class);
    }

    @Test
    void seesThatUsersHaveMovedLongBeforeTheOldOnesHaveFaded() {
        east = 50 * 173;
        west = 50 * 173;
        for (int i = 0; i <= 20; i++) {
            assertThat(second(i, 50, 50)).isNotInstanceOf(Finding.Untold.class);
        }
        Finding last = new Finding.Untold();
        for (int i = 21; i <= 40; i++) {
            last = second(i, 0, 100);
        }
        assertThat(last).isInstanceOfSatisfying(Finding.Told.class, told -> {
            assertThat(told.elsewhere()).isEqualTo(10_000);
            assertThat(told.since()).isBetween(START.plusSeconds(20), START.plusSeconds(22));
        });
    }

    @Test
    void aFewWhoStayAreNotForgotten() {
        for (int i = 0; i <= 40; i++) {
            second(i, 5, 95);
        }
        assertThat(second(41, 5, 95)).isInstanceOfSatisfying(Finding.Told.class, told -> {
            assertThat(told.elsewhere()).isBetween(9_450, 9_550);
            assertThat(told.since()).isNull();
        });
    }

    @Test
    void whoComesBackTakesItBack() {
        for (int i = 0; i <= 20; i++) {
            second(i, 0, 100);
        }
        second(21, 60, 40);
        assertThat(second(22, 60, 40))
                .isInstanceOfSatisfying(
                        Finding.Told.class, told -> assertThat(told.since()).isNull());
    }

    @Test
    void requestsThatOnlyFadeTellNothing() {
        second(0, 5_000, 5_000);
        for (int i = 1; i <= 10; i++) {
            second(i, 0, 0);
        }
        assertThat(second(11, 0, 0)).isEqualTo(new Finding.Untold());
    }
}
