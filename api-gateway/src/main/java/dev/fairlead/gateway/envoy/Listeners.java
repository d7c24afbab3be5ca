package dev.fairlead.gateway.envoy;

import com.google.protobuf.BoolValue;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;

/** The one listener, which never changes while the gateway's settings stay. */
final class Listeners {

    private Listeners() {}

    static Listener of(int port) {
        HttpConnectionManager connections = HttpConnectionManager.newBuilder()
                .setStatPrefix(Routes.NAME)
                .setUseRemoteAddress(BoolValue.of(true))
                .setStripAnyHostPort(true)
                .setRds(Rds.newBuilder().setRouteConfigName(Routes.NAME).setConfigSource(PlanClusters.FROM_XDS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Routes.packed(Router.getDefaultInstance())))
                .build();
        return Listener.newBuilder()
                .setName(Routes.NAME)
                .setAddress(Address.newBuilder()
                        .setSocketAddress(
                                SocketAddress.newBuilder().setAddress("0.0.0.0").setPortValue(port)))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Routes.packed(connections))))
                .build();
    }
}
