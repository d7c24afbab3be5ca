package dev.fairlead.lab.check;

import static dev.fairlead.lab.check.Facts.EAST;
import static dev.fairlead.lab.check.Facts.EUROPE;
import static dev.fairlead.lab.check.Facts.WEST;
import static dev.fairlead.lab.check.Facts.harmed;
import static dev.fairlead.lab.check.Facts.plansWithWest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.faults.Target;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTests {

    private static final Map<ApplicationName, RoutingPlan> ONE = plansWithWest(State.SERVING);
    private static final Map<ApplicationName, RoutingPlan> OTHER = plansWithWest(State.DOWN);
    private static final Map<RegionName, Map<ApplicationName, RoutingPlan>> DIFFERING = Map.of(EAST, ONE, WEST, OTHER);
    private static final Map<RegionName, Map<ApplicationName, RoutingPlan>> ALIKE = Map.of(EAST, ONE, WEST, ONE);

    private final Tally tally = new Tally();
    private final Differences differences = new Differences(Limits.MEASURED, tally);

    private void look(long atMs, Map<RegionName, Map<ApplicationName, RoutingPlan>> seen, Harms harmed) {
        differences.judge(seen, harmed, Duration.ofMillis(atMs).toNanos());
    }

    private int violations() {
        return tally.take().of(Invariant.DIFFERING_PLANS);
    }

    @Test
    void plansMayDifferForAlmostTwoSecondsAndNotForMore() {
        look(0, DIFFERING, harmed());
        look(1_900, DIFFERING, harmed());
        assertThat(violations()).isZero();
        look(2_100, DIFFERING, harmed());
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aDifferenceIsCountedOnceForAsLongAsItLasts() {
        look(0, DIFFERING, harmed());
        look(2_100, DIFFERING, harmed());
        look(9_000, DIFFERING, harmed());
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void regionsThatAgreedMeanwhileHaveTheirTimeAgain() {
        look(0, DIFFERING, harmed());
        look(1_500, ALIKE, harmed());
        look(1_900, DIFFERING, harmed());
        look(3_800, DIFFERING, harmed());
        assertThat(violations()).isZero();
        look(4_000, DIFFERING, harmed());
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void regionsThatCannotHearEachOtherMayDifferUntilTheyCan() {
        Harms cut = harmed(new Target.Between(WEST, EAST));
        look(0, DIFFERING, cut);
        look(60_000, DIFFERING, cut);
        look(60_250, DIFFERING, harmed());
        look(62_150, DIFFERING, harmed());
        assertThat(violations()).isZero();
        look(62_350, DIFFERING, harmed());
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aCutLineExcusesNoOtherPair() {
        Harms cut = harmed(new Target.Between(EAST, EUROPE));
        Map<RegionName, Map<ApplicationName, RoutingPlan>> seen = Map.of(EAST, ONE, WEST, OTHER, EUROPE, OTHER);
        look(0, seen, cut);
        look(2_100, seen, cut);
        assertThat(violations()).isEqualTo(1);
    }

    @Test
    void aRegionWithoutAPlanDiffersWhicheverOfTheTwoItIs() {
        Map<RegionName, Map<ApplicationName, RoutingPlan>> seen = Map.of(EAST, ONE, WEST, Map.of(), EUROPE, Map.of());
        look(0, seen, harmed());
        look(2_100, seen, harmed());
        assertThat(violations()).isEqualTo(2);
    }
}
