package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static dev.fairlead.traffic.steering.Scene.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing.State;
import dev.fairlead.contracts.traffic.SteeringPolicy.AllDown;
import dev.fairlead.contracts.traffic.SteeringPolicy.Slow;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlowTests {

    private final Scene scene = new Scene();

    @Test
    void sendsUsersToASlowDataCenterUnlessThePolicySaysOtherwise() {
        RoutingPlan before = scene.decide();
        assertThat(scene.slow(EAST).decide()).isSameAs(before);
    }

    @Test
    void avoidsWhatIsSlowAndComesBackWithoutAHold() {
        scene.slow(Slow.AVOID).decide();
        RoutingPlan slow = scene.slow(EAST).decide();
        assertThat(state(slow, EAST)).isEqualTo(State.SLOW);
        assertThat(standing(slow, EAST).reason()).isEqualTo("answers slowly: probes say so");
        assertThat(everyone(slow)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
        assertThat(scene.unknown(EAST).decide()).as("unknown moves nobody").isSameAs(slow);
        assertThat(state(scene.up(EAST).decide(), EAST)).isEqualTo(State.SERVING);
    }

    @Test
    void oneFastEndpointIsEnough() {
        RoutingPlan before = scene.slow(Slow.AVOID).decide();
        assertThat(scene.endpoint(EAST, "192.0.2.1:80", Health.SLOW).decide()).isSameAs(before);
    }

    @Test
    void ratherSlowThanNobodyWhateverTheAllDownPolicy() {
        scene.slow(Slow.AVOID).allDown(AllDown.FAIL_CLOSED).decide();
        RoutingPlan plan = scene.slow(EAST).down(WEST).down(EU).decide();
        assertThat(everyone(plan)).isEqualTo(Map.of(EAST, 10_000));
        assertThat(standing(plan, EAST).reason())
                .isEqualTo("answers slowly: probes say so; gets traffic all the same: nobody is faster");
    }
}
