package dev.fairlead.benchmarks.planes;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.util.Durations;
import dev.fairlead.contracts.EndpointAddress;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ApiVersion;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.core.v3.Locality;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.Endpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import io.envoyproxy.envoy.config.endpoint.v3.LocalityLbEndpoints;
import io.envoyproxy.envoy.config.listener.v3.Filter;
import io.envoyproxy.envoy.config.listener.v3.FilterChain;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.Rds;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An xDS server with nothing of Fairlead's: java-control-plane as it comes. What it offers has the same form, a cluster for each
 * application with a locality for each data center, of which only the endpoints ever change.
 */
final class BareXds implements AutoCloseable {

    private static final String GROUP = "all";
    private static final String ROUTES = "by-hand";
    private static final String UNCHANGED = "0";
    private static final ConfigSource FROM_XDS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .setResourceApiVersion(ApiVersion.V3)
            .build();

    private final Fleet fleet;
    private final List<Cluster> clusters;
    private final Listener listener;
    private final RouteConfiguration routes;
    private final SimpleCache<String> cache = new SimpleCache<>(node -> GROUP);
    private final Server server;
    private long version;

    /**
     * @param port where it listens
     * @param listenerPort where its Envoys are to listen
     */
    BareXds(Fleet fleet, int port, int listenerPort) {
        this.fleet = fleet;
        this.clusters = applications(fleet).mapToObj(BareXds::cluster).toList();
        this.listener = listener(listenerPort);
        this.routes = RouteConfiguration.newBuilder()
                .setName(ROUTES)
                .addAllVirtualHosts(
                        applications(fleet).mapToObj(BareXds::virtualHost).toList())
                .build();
        this.server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                        InsecureServerCredentials.create())
                .addService(new V3DiscoveryServer(cache).getAggregatedDiscoveryServiceImpl())
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the bare xDS server cannot listen: " + e.getMessage(), e);
        }
    }

    /** @param sides where the users of each application go */
    void offer(Side[] sides) {
        version++;
        List<ClusterLoadAssignment> assignments = applications(fleet)
                .mapToObj(application -> assignment(application, sides[application]))
                .toList();
        cache.setSnapshot(
                GROUP,
                Snapshot.create(
                        clusters,
                        UNCHANGED,
                        assignments,
                        Long.toString(version),
                        List.of(listener),
                        UNCHANGED,
                        List.of(routes),
                        UNCHANGED,
                        List.of(),
                        UNCHANGED));
    }

    private static IntStream applications(Fleet fleet) {
        return IntStream.range(0, fleet.applications());
    }

    private static String name(int application) {
        return Fleet.name(application).value();
    }

    private static Cluster cluster(int application) {
        return Cluster.newBuilder()
                .setName(name(application))
                .setType(Cluster.DiscoveryType.EDS)
                .setConnectTimeout(Durations.fromMillis(500))
                .setEdsClusterConfig(Cluster.EdsClusterConfig.newBuilder().setEdsConfig(FROM_XDS))
                .setCommonLbConfig(Cluster.CommonLbConfig.newBuilder()
                        .setLocalityWeightedLbConfig(
                                Cluster.CommonLbConfig.LocalityWeightedLbConfig.getDefaultInstance()))
                .build();
    }

    private ClusterLoadAssignment assignment(int application, Side chosen) {
        return ClusterLoadAssignment.newBuilder()
                .setClusterName(name(application))
                .addAllEndpoints(Arrays.stream(Side.values())
                        .map(side -> locality(application, side, side == chosen ? 0 : 1))
                        .toList())
                .build();
    }

    private LocalityLbEndpoints locality(int application, Side side, int priority) {
        return LocalityLbEndpoints.newBuilder()
                .setLocality(Locality.newBuilder().setRegion(side.dataCenter().value()))
                .setPriority(priority)
                .setLoadBalancingWeight(UInt32Value.of(1))
                .addAllLbEndpoints(fleet.endpoints(application, side).stream()
                        .map(BareXds::endpoint)
                        .toList())
                .build();
    }

    private static LbEndpoint endpoint(EndpointAddress address) {
        return LbEndpoint.newBuilder()
                .setEndpoint(Endpoint.newBuilder().setAddress(address(address.ip(), address.port())))
                .build();
    }

    private static Address address(String ip, int port) {
        return Address.newBuilder()
                .setSocketAddress(SocketAddress.newBuilder().setAddress(ip).setPortValue(port))
                .build();
    }

    private static VirtualHost virtualHost(int application) {
        return VirtualHost.newBuilder()
                .setName(name(application))
                .addDomains(Fleet.host(application))
                .addRoutes(Route.newBuilder()
                        .setMatch(RouteMatch.newBuilder().setPrefix("/"))
                        .setRoute(RouteAction.newBuilder().setCluster(name(application))))
                .build();
    }

    private static Listener listener(int port) {
        HttpConnectionManager connections = HttpConnectionManager.newBuilder()
                .setStatPrefix(ROUTES)
                .setRds(Rds.newBuilder().setRouteConfigName(ROUTES).setConfigSource(FROM_XDS))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Any.pack(Router.getDefaultInstance())))
                .build();
        return Listener.newBuilder()
                .setName(ROUTES)
                .setAddress(address("127.0.0.1", port))
                .addFilterChains(FilterChain.newBuilder()
                        .addFilters(Filter.newBuilder()
                                .setName("envoy.filters.network.http_connection_manager")
                                .setTypedConfig(Any.pack(connections))))
                .build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
