package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OverrideTests {

    private final Scene scene = new Scene();

    @Test
    void givesADrainedDataCenterNothingAndNamesWhoDrainedIt() {
        RoutingPlan plan = scene.drain(EAST).decide();
        assertThat(standing(plan, EAST).code()).isEqualTo("DRAINED");
        assertThat(standing(plan, EAST).mode()).isEqualTo(ServingMode.UNAVAILABLE);
        assertThat(standing(plan, EAST).reason())
                .startsWith("drained by alice until 2026-01-01T11:00:00Z: maintenance");
        assertThat(everyone(plan)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
    }

    @Test
    void forgetsAnExpiredOverride() {
        scene.drain(EAST).decide();
        assertThat(state(scene.wait(Duration.ofHours(1)).decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void sendsEveryoneToThePinnedDataCenterWhileItIsHealthy() {
        scene.nearest().decide();
        RoutingPlan pinned = scene.pin(WEST).decide();
        assertThat(pinned.audiences())
                .allSatisfy(audience -> assertThat(Scene.shares(audience)).isEqualTo(Map.of(WEST, 10_000)));
        assertThat(standing(pinned, WEST).code()).isEqualTo("PINNED");
        assertThat(standing(pinned, EAST).code()).isEqualTo("PINNED_ELSEWHERE");
        assertThat(everyone(scene.down(WEST).decide())).isEqualTo(Map.of(EAST, 5000, EU, 5000));
    }

    @Test
    void letsAPinUseAHeldDataCenterAndKeepsTheHold() {
        scene.decide();
        scene.down(WEST).decide();
        scene.up(WEST).decide();
        RoutingPlan pinned = scene.pin(WEST).decide();
        assertThat(everyone(pinned)).isEqualTo(Map.of(WEST, 10_000));
        assertThat(standing(pinned, WEST).mode()).isEqualTo(ServingMode.READ_WRITE);
        assertThat(scene.decide()).isSameAs(pinned);
        assertThat(state(scene.endOverrides().decide(), WEST)).isEqualTo(State.HELD);
    }

    @Test
    void ranksADrainAboveAPin() {
        assertThat(everyone(scene.pin(WEST).drain(WEST).decide())).isEqualTo(Map.of(EAST, 5000, EU, 5000));
    }

    @Test
    void believesAPersonMoreThanTheProbes() {
        scene.decide();
        RoutingPlan down = scene.treatAsDown(EAST).decide();
        assertThat(state(down, EAST)).isEqualTo(State.DOWN);
        assertThat(standing(down, EAST).reason())
                .isEqualTo("all 2 endpoints are down: treated as down by alice until %s: maintenance"
                        .formatted(scene.now.minusSeconds(1).plus(Duration.ofHours(1))));
        assertThat(everyone(down)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
        assertThat(state(scene.endOverrides().decide(), EAST))
                .as("as after an outage")
                .isEqualTo(State.HELD);
    }

    @Test
    void sendsToWhatAPersonCallsHealthyAndSaysSo() {
        scene.decide();
        scene.down(WEST).decide();
        RoutingPlan up = scene.failback(Failback.AUTO).treatAsUp(WEST).decide();
        assertThat(standing(up, WEST).code()).isEqualTo("TREATED_AS_UP");
        assertThat(standing(up, WEST).reason())
                .startsWith("treated as up by alice until ")
                .endsWith(": maintenance");
        assertThat(standing(up, WEST).endpoints()).hasSize(2);
        assertThat(everyone(up)).containsKey(WEST);
        assertThat(scene.decide()).isSameAs(up);
        assertThat(state(scene.wait(Duration.ofHours(1)).decide(), WEST)).isEqualTo(State.DOWN);
    }

    @Test
    void anUnknownDataCenterStaysAsSomebodyLeftIt() {
        scene.decide();
        RoutingPlan down = scene.unknown(EAST).treatAsDown(EAST).decide();
        assertThat(state(down, EAST)).isEqualTo(State.DOWN);
        assertThat(state(scene.endOverrides().decide(), EAST))
                .as("unknown moves nobody")
                .isEqualTo(State.DOWN);
    }
}
