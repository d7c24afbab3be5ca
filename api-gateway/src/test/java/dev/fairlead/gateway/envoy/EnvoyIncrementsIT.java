package dev.fairlead.gateway.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.testing.servers.EnvoyServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The adapter against a real Envoy that is told what changed. */
class EnvoyIncrementsIT extends EnvoyContract {

    @Override
    EnvoyServer.Xds told() {
        return EnvoyServer.Xds.INCREMENTAL;
    }

    @Test
    void hearsOfTheOneApplicationThatChangedAmongMany() {
        List<RoutingPlan> plans = new ArrayList<>(IntStream.range(0, 50)
                .mapToObj(i -> plan("app-" + i, 1, Map.of(EAST, 10_000)))
                .toList());
        obey(plans.toArray(RoutingPlan[]::new));
        List<String> before = updates();

        plans.set(7, plan("app-7", 2, Map.of(WEST, 10_000)));
        obey(plans.toArray(RoutingPlan[]::new));

        assertThat(reached("app-7.contract.test", 10)).containsOnlyKeys(WEST);
        List<String> after = updates();
        assertThat(IntStream.range(0, 50).filter(i -> !after.get(i).equals(before.get(i))))
                .containsExactly(7);
    }

    /** How often Envoy was told the endpoints of each application. */
    private List<String> updates() {
        return IntStream.range(0, 50)
                .mapToObj(i -> stat("cluster.app-%d.update_success".formatted(i)))
                .toList();
    }
}
