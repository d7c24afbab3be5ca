package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.Preview.Change;
import dev.fairlead.contracts.traffic.Preview.Hit;
import dev.fairlead.contracts.traffic.Preview.Rule;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Safety;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a change may not do to an application's users. */
class SafetyTests {

    private final Scene scene = new Scene();

    private List<Hit> hits(RoutingPlan before, RoutingPlan after) {
        return hits(before, after, null);
    }

    private List<Hit> hits(RoutingPlan before, RoutingPlan after, @Nullable RoutingPlan minuteAgo) {
        return SafetyRules.broken(
                scene.lastSituation().application(), Course.steady(before), Course.steady(after), minuteAgo);
    }

    private static List<Rule> rules(List<Hit> hits) {
        return hits.stream().map(Hit::rule).toList();
    }

    @Test
    void byDefaultTheLastDataCenterIsNotTaken() {
        RoutingPlan all = scene.decide();
        RoutingPlan two = scene.drain(EAST).decide();
        RoutingPlan one = scene.drain(WEST).decide();
        RoutingPlan none = scene.drain(EU).decide();

        assertThat(hits(all, two)).isEmpty();
        assertThat(hits(two, one)).isEmpty();
        assertThat(rules(hits(one, none))).containsExactly(Rule.MINIMUM_DATA_CENTERS);
    }

    @Test
    void whatIsBrokenAlreadyAndGetsNoWorseIsNobodysHit() {
        scene.safety(new Safety(3, 0, 100, 100));
        RoutingPlan all = scene.decide();
        RoutingPlan two = scene.down(EU).decide();
        RoutingPlan one = scene.drain(EAST).decide();

        assertThat(rules(hits(all, two))).containsExactly(Rule.MINIMUM_DATA_CENTERS);
        assertThat(rules(hits(two, one))).containsExactly(Rule.MINIMUM_DATA_CENTERS);
        assertThat(hits(one, two)).as("one comes back").isEmpty();
    }

    @Test
    void countsTheCapacityThatIsLeft() {
        scene.safety(new Safety(0, 60, 100, 100));
        scene.capacity(EAST, 500).capacity(WEST, 300).capacity(EU, 200).demand(Map.of("everyone", 100L), 0);
        RoutingPlan all = scene.decide();
        RoutingPlan withoutEu = scene.drain(EU).decide();
        RoutingPlan east = scene.drain(WEST).decide();

        assertThat(hits(all, withoutEu)).isEmpty();
        assertThat(hits(withoutEu, east))
                .containsExactly(new Hit(
                        Rule.MINIMUM_CAPACITY,
                        Scene.SHOP,
                        "50 % of the capacity would be left, now it is 80 %; at least 60 % have to be left"));
    }

    @Test
    void refusesAShiftThatWouldOverloadASurvivor() {
        scene.weights(Map.of(EAST, 1, WEST, 1)).down(EU);
        scene.capacity(EAST, 500).capacity(WEST, 500).demand(Map.of("everyone", 700L), 0);
        RoutingPlan both = scene.decide();
        RoutingPlan west = scene.drain(EAST).decide();

        assertThat(hits(both, west))
                .containsExactly(new Hit(
                        Rule.OVERLOAD,
                        Scene.SHOP,
                        "200 requests/s more than fit would go to us-west (700 of at most 500)"));
    }

    @Test
    void limitsHowManyUsersOneChangeAndOneMinuteMove() {
        scene.safety(new Safety(1, 0, 30, 50)).weights(Map.of(EAST, 50, WEST, 50));
        RoutingPlan half = scene.decide();
        RoutingPlan fifth = scene.weights(Map.of(EAST, 30, WEST, 70)).decide();
        RoutingPlan none = scene.weights(Map.of(WEST, 1)).decide();

        assertThat(hits(half, fifth, half)).isEmpty();
        assertThat(hits(fifth, none, fifth)).isEmpty();
        assertThat(rules(hits(half, none, half))).containsExactly(Rule.MOST_MOVED);
        scene.safety(new Safety(1, 0, 30, 40));
        scene.decide();
        assertThat(rules(hits(fifth, none, half))).containsExactly(Rule.MOST_MOVED_PER_MINUTE);
    }

    @Test
    void judgesADrainByStepsByItsEndAndByTheUsersOfItsFirstStepsOnly() {
        scene.safety(new Safety(2, 0, 10, 20)).weights(Map.of(EAST, 50, WEST, 50));
        Course before = Course.steady(scene.decide());
        RoutingPlan first = scene.drain(EAST, Duration.ofMinutes(30)).decide();
        RoutingPlan end = scene.endOverrides().drain(EAST).decide();
        Application shop = scene.lastSituation().application();

        assertThat(rules(SafetyRules.broken(shop, before, new Course(first, end, 0.03), null)))
                .containsExactly(Rule.MINIMUM_DATA_CENTERS);
        assertThat(SafetyRules.broken(shop, before, new Course(first, end, 0.5), null))
                .contains(new Hit(
                        Rule.MOST_MOVED_PER_MINUTE,
                        Scene.SHOP,
                        "25.3 % of the users would be moved within a minute, at most 20 % may"));
    }

    @Test
    void tellsHowManyUsersMoveByDemandWhereItIsKnown() {
        scene.nearest().demand(Map.of("IE", 900L, "US", 100L), 0);
        RoutingPlan before = scene.decide();
        RoutingPlan after = scene.drain(EU).decide();

        Change change = SafetyRules.change(scene.lastSituation().application(), before, after);

        assertThat(change.movedPercent()).isEqualTo(90.0);
        assertThat(SafetyRules.change(scene.lastSituation().application(), before, before)
                        .movedPercent())
                .isZero();
    }

    @Test
    void countsEveryPlaceAlikeWhereNoDemandIsKnown() {
        RoutingPlan before = scene.weights(Map.of(EAST, 40, WEST, 60)).decide();
        RoutingPlan after = scene.weights(Map.of(EAST, 10, WEST, 60, EU, 30)).decide();

        assertThat(SafetyRules.change(scene.lastSituation().application(), before, after)
                        .movedPercent())
                .isEqualTo(30.0);
    }
}
