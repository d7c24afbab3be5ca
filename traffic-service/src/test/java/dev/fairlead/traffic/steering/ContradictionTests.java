package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Safety;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Policies that contradict themselves. Most are refused when they are written; what was true then may not be true any more, and
 * users are served all the same.
 */
class ContradictionTests {

    private final Scene scene = new Scene();

    @Test
    void weightsOfADataCenterWithoutEndpointsAreNobodys() {
        scene.weights(Map.of(EAST, 1, "atlantis", 99));
        assertThat(everyone(scene.decide())).isEqualTo(Map.of(EAST, 10_000));

        RoutingPlan none = new Scene().weights(Map.of("atlantis", 1)).decide();
        assertThat(everyone(none)).isEqualTo(Map.of(EAST, 3333, EU, 3334, WEST, 3333));
    }

    @Test
    void weightsOfADataCenterThatLostItsPoolLeaveTheOthersTheirs() {
        scene.weights(Map.of(EAST, 1, WEST, 2, EU, 1)).decide();

        assertThat(everyone(scene.without(WEST).decide())).isEqualTo(Map.of(EAST, 5000, EU, 5000));
    }

    @Test
    void aFailoverListMayMissSomeAndNameOthersThatAreNotThere() {
        scene.failover("atlantis", WEST).weights(Map.of(EAST, 1));
        assertThat(everyone(scene.decide())).isEqualTo(Map.of(EAST, 10_000));
        assertThat(everyone(scene.down(EAST).decide())).isEqualTo(Map.of(WEST, 10_000));
        assertThat(everyone(scene.down(WEST).decide())).as("in no list").isEqualTo(Map.of(EU, 10_000));

        RoutingPlan full = new Scene()
                .failover("atlantis")
                .weights(Map.of(EAST, 1))
                .capacity(EAST, 100)
                .demand(Map.of("everyone", 200L), 0)
                .decide();
        assertThat(everyone(full).get(EAST)).isEqualTo(5000);
    }

    @Test
    void anAudienceOfNobodyKnownGoesWhereEveryoneElseDoes() {
        scene.nearest().failover(WEST).audience("nowhere", List.of("XX"), List.of(), Map.of("atlantis", 1));

        assertThat(Scene.shares(scene.decide(), "nowhere")).isEqualTo(Map.of(WEST, 10_000));
    }

    @Test
    void aBudgetThatNoReplicaHoldsLeavesThePrimary() {
        scene.budget(0).primary(EAST).replica(WEST, 1L).replica(EU, 1L);

        RoutingPlan plan = scene.decide();

        assertThat(everyone(plan)).isEqualTo(Map.of(EAST, 10_000));
        assertThat(standing(plan, WEST).reason()).startsWith("its data may be 1 ms old, the budget is 0 ms");
        RoutingPlan lost = scene.down(EAST).decide();
        assertThat(everyone(lost)).as("the all-down policy decides").isEqualTo(Map.of(WEST, 5000, EU, 5000));
        assertThat(standing(lost, WEST).reason()).endsWith("nobody serves, and the all-down policy is fail-open");
    }

    @Test
    void aBudgetForADatabaseThatNobodyKnowsIsHeldNowhere() {
        scene.budget(1_000).member("atlantis", MemberRole.PRIMARY, true, 0L).allDown(AllDown.FAIL_CLOSED);

        RoutingPlan closed = scene.decide();

        assertThat(everyone(closed)).isEmpty();
        assertThat(standing(closed, EAST).reason())
                .isEqualTo("nothing is certified about its copy of orders: no member is known there");
        assertThat(everyone(scene.allDown(AllDown.FAIL_OPEN).decide())).hasSize(3);
    }

    @Test
    void moreEndpointsUpThanThereAreIsAllOfThem() {
        assertThat(state(scene.minimumUp(5).decide(), EAST)).isEqualTo(State.SERVING);
        assertThat(state(scene.endpoint(EAST, "192.0.2.1:80", Health.DOWN).decide(), EAST))
                .isEqualTo(State.DOWN);
    }

    @Test
    void aSafetyRuleThatNothingMeetsStopsNoFailover() {
        scene.safety(new Safety(3, 100, 0, 0)).decide();

        assertThat(everyone(scene.down(EAST).decide())).isEqualTo(Map.of(EU, 5000, WEST, 5000));
    }

    @Test
    void whenAllIsDrainedNobodyIsSentAnywhereAndThePlanSaysSo() {
        RoutingPlan plan = scene.drain(EAST).drain(WEST).drain(EU).pin(EAST).decide();

        assertThat(everyone(plan)).isEmpty();
        assertThat(plan.standings()).allMatch(standing -> standing.mode() == ServingMode.UNAVAILABLE);
    }
}
