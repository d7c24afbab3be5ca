package dev.fairlead.traffic.steering;

import static dev.fairlead.traffic.steering.Scene.EAST;
import static dev.fairlead.traffic.steering.Scene.EU;
import static dev.fairlead.traffic.steering.Scene.WEST;
import static dev.fairlead.traffic.steering.Scene.everyone;
import static dev.fairlead.traffic.steering.Scene.standing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HealthTests {

    private final Scene scene = new Scene();

    @Test
    void servesWhereAtLeastOneEndpointIsUp() {
        scene.endpoint(EAST, "192.0.2.1:80", Health.DOWN);
        RoutingPlan plan = scene.decide();
        assertThat(standing(plan, EAST).state()).isEqualTo(Standing.State.SERVING);
        assertThat(standing(plan, EAST).endpoints()).isEqualTo(List.of(EndpointAddress.of("192.0.2.2:80")));
        assertThat(standing(plan, EAST).reason()).isEqualTo("1 of 2 endpoints are up");
    }

    @Test
    void leavesADataCenterWhereTooFewEndpointsAreUp() {
        scene.minimumUp(2).decide();
        RoutingPlan plan = scene.endpoint(EAST, "192.0.2.1:80", Health.DOWN).decide();
        assertThat(standing(plan, EAST).state()).isEqualTo(Standing.State.DOWN);
        assertThat(standing(plan, EAST).code()).isEqualTo("TOO_FEW_ENDPOINTS_UP");
        assertThat(standing(plan, EAST).reason()).isEqualTo("1 of 2 endpoints are up, it takes 2: probes say so");
        assertThat(everyone(plan)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
    }

    @Test
    void leavesADataCenterWhoseEndpointsAreAllDownAndSaysWhy() {
        scene.decide();
        RoutingPlan plan = scene.down(EAST).decide();
        Standing east = standing(plan, EAST);
        assertThat(east.state()).isEqualTo(Standing.State.DOWN);
        assertThat(east.code()).isEqualTo("ALL_ENDPOINTS_DOWN");
        assertThat(east.reason()).isEqualTo("all 2 endpoints are down: probes say so");
        assertThat(everyone(plan)).isEqualTo(Map.of(WEST, 5000, EU, 5000));
    }

    @Test
    void namesTheProbeThatTheChangeOfHealthRestsOn() {
        assertThat(scene.noVerdicts().decide().proof()).isNull();
        Instant found = scene.now;
        assertThat(scene.down(EAST).decide().proof()).isEqualTo(found.minusMillis(100));
        assertThat(scene.drain(WEST).decide().proof()).isNull();
    }

    @Test
    void keepsLastPlanWhenEveryProbeIsUnknown() {
        scene.decide();
        RoutingPlan before = scene.down(EAST).decide();
        RoutingPlan after = scene.unknown(EAST).unknown(WEST).unknown(EU).decide();
        assertThat(after).isSameAs(before);
        assertThat(scene.noVerdicts().decide()).isSameAs(before);
    }

    @Test
    void countsUnknownAsServingOnlyInTheVeryFirstPlan() {
        RoutingPlan first = scene.without(EU).noVerdicts().decide();
        assertThat(everyone(first)).isEqualTo(Map.of(EAST, 5000, WEST, 5000));
        RoutingPlan joined = scene.pool(EU, "203.0.113.1:80").decide();
        assertThat(standing(joined, EU).code()).isEqualTo("NOT_YET_UP");
        assertThat(everyone(joined)).isEqualTo(Map.of(EAST, 5000, WEST, 5000));
    }

    @Test
    void holdsNoDataCenterThatWasNeverSeenUp() {
        scene.without(EU).decide();
        scene.pool(EU, "203.0.113.1:80").down(EU).decide();
        assertThat(standing(scene.up(EU).decide(), EU).state()).isEqualTo(Standing.State.SERVING);
    }

    @Test
    void holdsNoApplicationThatWasDeclaredBeforeItWasStarted() {
        scene.noVerdicts().decide();
        scene.down(EAST).up(WEST).up(EU).decide();
        assertThat(standing(scene.up(EAST).decide(), EAST).state()).isEqualTo(Standing.State.SERVING);
    }
}
