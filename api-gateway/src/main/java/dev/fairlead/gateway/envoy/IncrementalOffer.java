package dev.fairlead.gateway.envoy;

import com.google.protobuf.Message;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An offer resource by resource, for nodes that are told only what changed. A resource's version is a hash of its content; that of
 * endpoints covers their cluster, and that of routes the listeners: Envoy waits to be told again what belongs to a changed parent.
 */
final class IncrementalOffer {

    private final EnvoyResources offered;
    private @Nullable Map<String, OfType> types;

    IncrementalOffer(EnvoyResources offered) {
        this.offered = offered;
    }

    /**
     * All resources of one type.
     *
     * @param version of all of them together, as {@link EnvoyResources#versions} has it
     */
    record OfType(String version, SortedMap<String, Versioned> resources) {}

    record Versioned(String version, Message message) {}

    /** By type, in the order in which a node should hear of them; made when the first node asks. */
    synchronized Map<String, OfType> types() {
        Map<String, OfType> made = types;
        if (made == null) {
            made = made();
            types = made;
        }
        return made;
    }

    private Map<String, OfType> made() {
        Map<String, Cluster> clusters =
                offered.clusters().stream().collect(Collectors.toMap(Cluster::getName, Function.identity()));
        Map<String, OfType> made = new LinkedHashMap<>();
        made.put(
                Resources.V3.CLUSTER_TYPE_URL,
                type(Resources.V3.CLUSTER_TYPE_URL, offered.clusters(), Cluster::getName, cluster -> List.of()));
        made.put(
                Resources.V3.ENDPOINT_TYPE_URL,
                type(
                        Resources.V3.ENDPOINT_TYPE_URL,
                        offered.assignments(),
                        ClusterLoadAssignment::getClusterName,
                        endpoints -> List.of(Objects.requireNonNull(clusters.get(endpoints.getClusterName())))));
        made.put(
                Resources.V3.LISTENER_TYPE_URL,
                type(Resources.V3.LISTENER_TYPE_URL, offered.listeners(), Listener::getName, listener -> List.of()));
        made.put(
                Resources.V3.ROUTE_TYPE_URL,
                type(
                        Resources.V3.ROUTE_TYPE_URL,
                        offered.routes(),
                        RouteConfiguration::getName,
                        routes -> offered.listeners()));
        return made;
    }

    /** @param parents what the version of a resource covers besides */
    private <M extends Message> OfType type(
            String type, List<M> messages, Function<M, String> name, Function<M, List<? extends Message>> parents) {
        SortedMap<String, Versioned> resources = new TreeMap<>();
        for (M message : messages) {
            List<Message> covered = new ArrayList<>(parents.apply(message));
            covered.add(message);
            resources.put(name.apply(message), new Versioned(EnvoyResources.hash(covered.stream()), message));
        }
        return new OfType(offered.versions().getOrDefault(type, ""), resources);
    }
}
