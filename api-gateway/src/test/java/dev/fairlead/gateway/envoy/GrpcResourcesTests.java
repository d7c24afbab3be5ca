package dev.fairlead.gateway.envoy;

import static dev.fairlead.gateway.Plans.plan;
import static dev.fairlead.gateway.Plans.share;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.gateway.choice.Clientele;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpcResourcesTests {

    private static RoutingPlan shop(long epoch, int east) {
        return plan("shop", epoch)
                .everyone(share("east", east), share("west", 10_000 - east))
                .serving("east", "192.0.2.1:80")
                .serving("west", "192.0.2.2:80")
                .writesTo("west")
                .build();
    }

    private static EnvoyResources resources(RoutingPlan... plans) {
        return GrpcResources.of(List.of(plans), Clientele.ANYWHERE);
    }

    @Test
    void hasTheEndpointsThatEnvoyHasAndAListenerToReadAndOneToWrite() {
        EnvoyResources envoys = EnvoyResources.of(
                List.of(shop(1, 7_000)),
                new EnvoySettings.Properties(null, null, null, null, null, null, null).withDefaults("envoy"));

        assertThat(resources(shop(1, 7_000)).assignments()).isEqualTo(envoys.assignments());
        assertThat(resources(shop(1, 7_000)).clusters()).isEqualTo(envoys.clusters());
        assertThat(resources(shop(1, 7_000)).listeners())
                .extracting(Listener::getName)
                .containsExactly("shop", "shop.write");
    }

    @Test
    void isTheSameForTheSameDecisionAndChangesOnlyTheEndpointsWhenSharesMove() {
        RoutingPlan other = plan("media", 4).everyone().build();

        assertThat(resources(shop(9, 7_000), other)).isEqualTo(resources(other, shop(1, 7_000)));
        assertThat(resources(shop(2, 6_999)).listeners())
                .isEqualTo(resources(shop(1, 7_000)).listeners());
        assertThat(resources(shop(2, 6_999)).versions())
                .isNotEqualTo(resources(shop(1, 7_000)).versions());
    }

    @Test
    void writesGoToThePrimaryAnywhereOrNowhere() {
        RoutingPlan readOnly = plan("shop", 1)
                .everyone(share("east", 10_000))
                .standing("east", Standing.State.SERVING, ServingMode.READ_ONLY, "192.0.2.1:80")
                .build();
        RoutingPlan noDatabase = plan("shop", 1)
                .everyone(share("east", 10_000))
                .serving("east", "192.0.2.1:80")
                .build();

        assertThat(writes(shop(1, 7_000)).getRoute().getCluster()).isEqualTo("shop/write");
        assertThat(writes(noDatabase).getRoute().getCluster()).isEqualTo("shop");
        assertThat(writes(readOnly).hasNonForwardingAction()).isTrue();
        assertThat(route(readOnly, 0).getRoute().getCluster()).isEqualTo("shop");
    }

    private static Route writes(RoutingPlan plan) {
        return route(plan, 1);
    }

    private static Route route(RoutingPlan plan, int listener) {
        try {
            return resources(plan)
                    .listeners()
                    .get(listener)
                    .getApiListener()
                    .getApiListener()
                    .unpack(HttpConnectionManager.class)
                    .getRouteConfig()
                    .getVirtualHosts(0)
                    .getRoutes(0);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }
}
