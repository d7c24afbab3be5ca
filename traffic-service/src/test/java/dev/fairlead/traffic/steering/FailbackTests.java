package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailbackTests {

    private final Scene scene = new Scene();

    @Test
    void holdsARecoveredDataCenterUntilItIsReleased() {
        scene.decide();
        scene.down(EAST).decide();
        RoutingPlan held = scene.up(EAST).decide();
        assertThat(standing(held, EAST).code()).isEqualTo("HELD");
        assertThat(everyone(held)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
        assertThat(scene.decide()).isSameAs(held);
        RoutingPlan released = scene.wait(Duration.ofMinutes(1)).release(EAST).decide();
        assertThat(state(released, EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void takesNoReleaseThatIsOlderThanTheHold() {
        scene.decide();
        scene.down(EAST).decide();
        scene.release(EAST);
        scene.decide();
        assertThat(state(scene.up(EAST).decide(), EAST)).isEqualTo(State.HELD);
        assertThat(state(scene.decide(), EAST)).isEqualTo(State.HELD);
    }

    @Test
    void bringsItBackAtOnceWhenThePolicyIsAuto() {
        scene.failback(Failback.AUTO).decide();
        scene.down(EAST).decide();
        assertThat(state(scene.up(EAST).decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void bringsADrainedDataCenterBackByItself() {
        scene.decide();
        assertThat(state(scene.drain(EAST).decide(), EAST)).isEqualTo(State.DRAINED);
        assertThat(state(scene.endOverrides().decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void doesNotHoldForARestartInsideADrain() {
        scene.decide();
        scene.drain(EAST).decide();
        scene.down(EAST).decide();
        scene.up(EAST).decide();
        assertThat(state(scene.endOverrides().decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void keepsTheHoldBehindADrain() {
        scene.decide();
        scene.down(EAST).decide();
        scene.up(EAST).decide();
        assertThat(standing(scene.drain(EAST).decide(), EAST).code()).isEqualTo("DRAINED_AND_HELD");
        assertThat(standing(scene.decide(), EAST).code()).isEqualTo("DRAINED_AND_HELD");
        assertThat(state(scene.endOverrides().decide(), EAST)).isEqualTo(State.HELD);
    }

    @Test
    void keepsTheHoldWhileItsDataCatchesUp() {
        scene.budget(1_000).primary(WEST).replica(EAST, 100L).replica(EU, 100L).decide();
        scene.down(EAST).replica(EAST, 60_000L).decide();
        assertThat(state(scene.up(EAST).decide(), EAST)).isEqualTo(State.HELD);
        assertThat(state(scene.replica(EAST, 100L).decide(), EAST)).isEqualTo(State.HELD);
        scene.replica(EAST, 60_000L).decide();
        assertThat(state(scene.release(EAST).decide(), EAST)).isEqualTo(State.STALE);
        assertThat(state(scene.replica(EAST, 100L).decide(), EAST)).isEqualTo(State.SERVING);
    }
}
