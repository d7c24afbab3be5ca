package dev.fairlead.gateway.envoy;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.choice.Writes;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.NonForwardingAction;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.config.route.v3.VirtualHost;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All that gRPC clients are told (gRFC A27): an API listener for {@code xds:///<application>}, and one for
 * {@code xds:///<application>.write}, because every gRPC call is a POST and only its caller knows whether it changes something. The
 * clusters and endpoints are Envoy's.
 */
final class GrpcResources {

    /** Ends the names that lead to the write route; no application's name has a dot. */
    static final String WRITE = ".write";

    private GrpcResources() {}

    static EnvoyResources of(List<RoutingPlan> plans, Clientele place) {
        List<Cluster> clusters = new ArrayList<>();
        List<ClusterLoadAssignment> assignments = new ArrayList<>();
        List<Listener> listeners = new ArrayList<>();
        plans.stream().sorted(Comparator.comparing(RoutingPlan::application)).forEach(plan -> {
            PlanClusters ofPlan = new PlanClusters(plan, place);
            clusters.addAll(ofPlan.clusters());
            assignments.addAll(ofPlan.assignments());
            listeners.add(listener(plan.application().value(), to(PlanClusters.reading(plan))));
            listeners.add(listener(plan.application() + WRITE, writes(plan)));
        });
        return new EnvoyResources(clusters, assignments, List.of(), listeners);
    }

    private static Route writes(RoutingPlan plan) {
        return switch (Writes.of(plan)) {
            case Writes.LikeReads() -> to(PlanClusters.reading(plan));
            case Writes.PastReadOnly past -> to(PlanClusters.writing(plan));
            case Writes.ToPrimary primary -> to(PlanClusters.writing(plan));
            case Writes.Refused() ->
                all().setNonForwardingAction(NonForwardingAction.getDefaultInstance())
                        .build(); // the client fails the call as UNAVAILABLE
        };
    }

    private static Route to(String cluster) {
        return all().setRoute(RouteAction.newBuilder().setCluster(cluster)).build();
    }

    private static Route.Builder all() {
        return Route.newBuilder().setMatch(RouteMatch.newBuilder().setPrefix(""));
    }

    private static Listener listener(String name, Route route) {
        HttpConnectionManager calls = HttpConnectionManager.newBuilder()
                .setStatPrefix(name)
                .setRouteConfig(RouteConfiguration.newBuilder()
                        .setName(name)
                        .addVirtualHosts(VirtualHost.newBuilder()
                                .setName(name)
                                .addDomains("*")
                                .addRoutes(route)))
                .addHttpFilters(HttpFilter.newBuilder()
                        .setName("envoy.filters.http.router")
                        .setTypedConfig(Routes.packed(Router.getDefaultInstance())))
                .build();
        return Listener.newBuilder()
                .setName(name)
                .setApiListener(ApiListener.newBuilder().setApiListener(Routes.packed(calls)))
                .build();
    }
}
