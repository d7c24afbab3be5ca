package dev.fairlead.gateway.envoy;

import com.google.protobuf.MessageLite;
import dev.fairlead.contracts.traffic.RoutingPlan;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that a group of Envoys is told. Versions are hashes of the content, so that a restarted gateway with the same plans
 * says nothing new: an Envoy that is offered a version it has takes it for unchanged, whatever is in it.
 */
record EnvoyResources(
        List<Cluster> clusters,
        List<ClusterLoadAssignment> assignments,
        List<RouteConfiguration> routes,
        List<Listener> listeners) {

    /** What an Envoy holds that was never told anything. */
    static final EnvoyResources NONE = new EnvoyResources(List.of(), List.of(), List.of(), List.of());

    EnvoyResources {
        clusters = List.copyOf(clusters);
        assignments = List.copyOf(assignments);
        routes = List.copyOf(routes);
        listeners = List.copyOf(listeners);
    }

    static EnvoyResources of(List<RoutingPlan> plans, EnvoySettings settings) {
        List<RoutingPlan> ordered = plans.stream()
                .sorted(Comparator.comparing(RoutingPlan::application))
                .toList();
        List<Cluster> clusters = new ArrayList<>();
        List<ClusterLoadAssignment> assignments = new ArrayList<>();
        for (RoutingPlan plan : ordered) {
            PlanClusters ofPlan = new PlanClusters(plan, settings.place());
            clusters.addAll(ofPlan.clusters());
            assignments.addAll(ofPlan.assignments());
        }
        return new EnvoyResources(
                clusters, assignments, List.of(Routes.of(ordered)), List.of(Listeners.of(settings.listenerPort())));
    }

    /**
     * The version of each type. That of endpoints covers the clusters too, and that of routes the listener: Envoy asks
     * again for what belongs to a changed parent and would wait in vain for a version that it has. Nobody asks for
     * endpoints while there are no clusters.
     */
    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        versions.put(Resources.V3.CLUSTER_TYPE_URL, hash(clusters.stream()));
        if (!clusters.isEmpty()) {
            versions.put(Resources.V3.ENDPOINT_TYPE_URL, hash(Stream.concat(clusters.stream(), assignments.stream())));
        }
        versions.put(Resources.V3.LISTENER_TYPE_URL, hash(listeners.stream()));
        versions.put(Resources.V3.ROUTE_TYPE_URL, hash(Stream.concat(listeners.stream(), routes.stream())));
        return versions;
    }

    /** @param leaving endpoints of other clusters, for those who still ask for them */
    Snapshot snapshot(List<ClusterLoadAssignment> leaving) {
        Map<String, String> versions = versions();
        return Snapshot.create(
                clusters,
                versions.getOrDefault(Resources.V3.CLUSTER_TYPE_URL, ""),
                Stream.concat(assignments.stream(), leaving.stream()).toList(),
                versions.getOrDefault(Resources.V3.ENDPOINT_TYPE_URL, ""),
                listeners,
                versions.getOrDefault(Resources.V3.LISTENER_TYPE_URL, ""),
                routes,
                versions.getOrDefault(Resources.V3.ROUTE_TYPE_URL, ""),
                List.of(),
                "none");
    }

    /** No map stands in any of these messages, so their bytes are the same for the same content. */
    static String hash(Stream<? extends MessageLite> messages) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            messages.map(MessageLite::toByteArray).forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
