package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllDownTests {

    private final Scene scene = new Scene();

    @Test
    void ignoresHealthWhenNobodyServesAndThePolicyIsFailOpen() {
        scene.decide();
        RoutingPlan plan = scene.down(EAST).down(WEST).down(EU).drain(EU).decide();
        assertThat(everyone(plan)).isEqualTo(Map.of(EAST, 5000, WEST, 5000));
        assertThat(standing(plan, EAST).state()).isEqualTo(State.DOWN);
        assertThat(standing(plan, EAST).mode()).isEqualTo(ServingMode.READ_WRITE);
        assertThat(standing(plan, EAST).endpoints()).hasSize(2);
        assertThat(standing(plan, EAST).reason()).endsWith("nobody serves, and the all-down policy is fail-open");
        assertThat(scene.decide()).isSameAs(plan);
        assertThat(scene.unknown(EAST).decide()).isSameAs(plan);
    }

    @Test
    void givesUpTheHoldBeforeFreshnessAndFreshnessBeforeHealth() {
        scene.budget(1_000).primary(EAST).replica(WEST, 100L).replica(EU, 100L).decide();
        scene.down(WEST).decide();
        scene.up(WEST).decide();
        RoutingPlan held = scene.down(EAST).replica(EU, 9_000L).decide();
        assertThat(everyone(held)).isEqualTo(Map.of(WEST, 10_000));
        assertThat(standing(held, WEST).state()).isEqualTo(State.HELD);
        RoutingPlan stale = scene.replica(WEST, 9_000L).decide();
        assertThat(everyone(stale)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
        assertThat(standing(stale, EU).state()).isEqualTo(State.STALE);
    }

    @Test
    void keepsThePreviousSharesWhenThePolicyIsFailStatic() {
        scene.allDown(AllDown.FAIL_STATIC).weights(Map.of(EAST, 70, WEST, 30)).decide();
        RoutingPlan before = scene.down(WEST).decide();
        assertThat(everyone(before)).isEqualTo(Map.of(EAST, 10_000));
        RoutingPlan all = scene.down(EAST).down(EU).decide();
        assertThat(all.audiences()).isEqualTo(before.audiences());
        assertThat(standing(all, EAST).mode()).isEqualTo(ServingMode.READ_WRITE);
        assertThat(standing(all, WEST).mode()).isEqualTo(ServingMode.UNAVAILABLE);
        assertThat(scene.decide()).isSameAs(all);
    }

    @Test
    void takesADrainedDataCenterOutOfTheSharesThatFailStaticKeeps() {
        scene.allDown(AllDown.FAIL_STATIC)
                .weights(Map.of(EAST, 50, WEST, 30, EU, 20))
                .decide();
        scene.down(EAST).down(WEST).down(EU).decide();
        assertThat(everyone(scene.drain(EAST).decide())).isEqualTo(Map.of(WEST, 6000, EU, 4000));
    }

    @Test
    void sendsNobodyAnywhereWhenThePolicyIsFailClosed() {
        scene.allDown(AllDown.FAIL_CLOSED).nearest().decide();
        RoutingPlan plan = scene.down(EAST).down(WEST).down(EU).decide();
        assertThat(plan.audiences())
                .allSatisfy(audience -> assertThat(audience.shares()).isEmpty());
        assertThat(standing(plan, EAST).mode()).isEqualTo(ServingMode.UNAVAILABLE);
    }

    @Test
    void neverIgnoresADrain() {
        for (AllDown policy : AllDown.values()) {
            Scene all = new Scene().allDown(policy);
            all.decide();
            assertThat(everyone(all.drain(EAST).drain(WEST).drain(EU).decide())).isEmpty();
        }
    }

    @Test
    void holdsAgainOnceSomebodyElseServes() {
        scene.decide();
        scene.down(EAST).decide();
        scene.down(WEST).down(EU).decide();
        RoutingPlan open = scene.up(EAST).decide();
        assertThat(everyone(open)).isEqualTo(Map.of(EAST, 10_000));
        scene.up(WEST).decide();
        RoutingPlan released = scene.release(WEST).decide();
        assertThat(everyone(released)).isEqualTo(Map.of(WEST, 10_000));
        assertThat(standing(released, EAST).state()).isEqualTo(State.HELD);
        assertThat(standing(released, EAST).reason()).doesNotContain("fail-open");
    }
}
