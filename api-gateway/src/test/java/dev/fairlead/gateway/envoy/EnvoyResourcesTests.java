package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.route.v3.Route;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvoyResourcesTests {

    private static final EnvoySettings SETTINGS =
            new EnvoySettings.Properties(null, null, null, null, null, null, null).withDefaults("envoy");

    private static RoutingPlan split(long epoch, int east) {
        return plan("shop", epoch)
                .everyone(share("east", east), share("west", 10_000 - east))
                .serving("east", "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .serving("south", "192.0.2.3:80")
                .standing("north", Standing.State.HELD, ServingMode.READ_WRITE, "192.0.2.4:80")
                .build();
    }

    private static EnvoyResources resources(RoutingPlan... plans) {
        return EnvoyResources.of(List.of(plans), SETTINGS);
    }

    @Test
    void hasTheSameVersionsForTheSameDecision() {
        RoutingPlan other = plan("media", 4).everyone().build();

        assertThat(resources(split(9, 7_000), other)).isEqualTo(resources(other, split(1, 7_000)));
        assertThat(resources(split(9, 7_000), other).versions())
                .isEqualTo(resources(other, split(1, 7_000)).versions());
    }

    @Test
    void changesOnlyTheEndpointsWhenSharesMove() {
        Map<String, String> before = resources(split(1, 7_000)).versions();
        Map<String, String> after = resources(split(2, 6_999)).versions();

        assertThat(after.get(Resources.V3.ENDPOINT_TYPE_URL)).isNotEqualTo(before.get(Resources.V3.ENDPOINT_TYPE_URL));
        assertThat(after.get(Resources.V3.CLUSTER_TYPE_URL)).isEqualTo(before.get(Resources.V3.CLUSTER_TYPE_URL));
        assertThat(after.get(Resources.V3.ROUTE_TYPE_URL)).isEqualTo(before.get(Resources.V3.ROUTE_TYPE_URL));
        assertThat(after.get(Resources.V3.LISTENER_TYPE_URL)).isEqualTo(before.get(Resources.V3.LISTENER_TYPE_URL));
    }

    @Test
    void weighsDataCentersByShareAndKeepsThoseThatServeWithoutOneInReserve() {
        List<LocalityLbEndpoints> localities =
                resources(split(1, 10_000)).assignments().getFirst().getEndpointsList();

        assertThat(localities)
                .extracting(locality -> locality.getLocality().getRegion(), LocalityLbEndpoints::getPriority)
                .containsExactly(tuple("east", 0), tuple("west", 1), tuple("south", 1));
        assertThat(localities.getFirst().getLoadBalancingWeight().getValue()).isEqualTo(10_000);
    }

    @Test
    void hasNoReserveWhereThePlanSendsNobodyAnywhere() {
        RoutingPlan nobody =
                plan("shop", 1).everyone().serving("east", "192.0.2.1:80").build();

        assertThat(resources(nobody).assignments().getFirst().getEndpointsCount())
                .isZero();
    }

    @Test
    void refusesWritesWhileThePrimaryDoesNotServe() {
        RoutingPlan held = plan("shop", 1)
                .everyone(share("west", 10_000))
                .standing("east", Standing.State.DOWN, ServingMode.READ_WRITE, "192.0.2.1:80")
                .standing("west", Standing.State.SERVING, ServingMode.READ_ONLY, "192.0.2.2:80")
                .writesTo("east")
                .build();

        assertThat(writes(held).getDirectResponse().getStatus()).isEqualTo(503);
        assertThat(writes(split(1, 5_000)).getRoute().getCluster()).isEqualTo("shop");
    }

    @Test
    void sendsWritesPastADataCenterThatTakesNone() {
        RoutingPlan plan = plan("shop", 1)
                .everyone(share("east", 7_000), share("west", 3_000))
                .standing("east", Standing.State.SERVING, ServingMode.READ_ONLY, "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .serving("south", "192.0.2.3:80")
                .build();
        RoutingPlan allOfThemThere = plan("shop", 1)
                .everyone(share("east", 10_000))
                .standing("east", Standing.State.SERVING, ServingMode.READ_ONLY, "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .build();

        assertThat(writes(plan).getRoute().getCluster()).isEqualTo("shop/write");
        assertThat(resources(plan).assignments().getFirst().getEndpointsCount()).isEqualTo(3);
        assertThat(resources(plan).assignments().get(1).getEndpointsList())
                .extracting(
                        locality -> locality.getLocality().getRegion(),
                        LocalityLbEndpoints::getPriority,
                        locality -> locality.getLoadBalancingWeight().getValue())
                .containsExactly(tuple("west", 0, 3_000), tuple("south", 1, 1));
        assertThat(resources(allOfThemThere).assignments().get(1).getEndpointsList())
                .extracting(locality -> locality.getLocality().getRegion(), LocalityLbEndpoints::getPriority)
                .as("no priority is skipped")
                .containsExactly(tuple("west", 0));
    }

    private static Route writes(RoutingPlan plan) {
        return resources(plan).routes().getFirst().getVirtualHosts(0).getRoutes(0);
    }
}
