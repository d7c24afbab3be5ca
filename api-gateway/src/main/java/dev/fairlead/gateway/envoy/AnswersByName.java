package dev.fairlead.gateway.envoy;

import io.envoyproxy.controlplane.cache.ConfigWatcher;
import io.envoyproxy.controlplane.cache.DeltaResponse;
import io.envoyproxy.controlplane.cache.DeltaWatch;
import io.envoyproxy.controlplane.cache.DeltaXdsRequest;
import io.envoyproxy.controlplane.cache.Response;
import io.envoyproxy.controlplane.cache.Watch;
import io.envoyproxy.controlplane.cache.XdsRequest;
import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.cache.v3.Snapshot;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The cache for clients that ask for resources by name. To an Envoy the cache says nothing while one of the names is not there,
 * which keeps Envoy's make-before-break; a gRPC client would never hear of any application again because of one name that
 * is misspelt. And what anybody refused it is not offered again at once, and again: it waits for another version.
 */
final class AnswersByName implements ConfigWatcher {

    private final SimpleCache<String> cache;
    private final Nodes nodes;
    private final Predicate<String> groups;

    /** @param groups whose clients ask by name */
    AnswersByName(SimpleCache<String> cache, Nodes nodes, Predicate<String> groups) {
        this.cache = cache;
        this.nodes = nodes;
        this.groups = groups;
    }

    @Override
    public Watch createWatch(
            boolean ads,
            XdsRequest request,
            Set<String> known,
            Consumer<Response> answer,
            boolean clusterChanged,
            boolean emptyEndpoints) {
        DiscoveryRequest asked = request.v3Request();
        String group = asked.getNode().getCluster();
        boolean named = groups.test(group);
        if (named && asked.getResourceNamesCount() == 0) {
            return new Watch(ads, emptyEndpoints, request, answer); // it asks for nothing of this type any more
        }
        boolean whole = ads && !named;
        Snapshot snapshot = cache.getSnapshot(group);
        String version =
                snapshot == null ? "" : snapshot.version(request.getResourceType(), asked.getResourceNamesList());
        if (asked.hasErrorDetail() && refused(asked, version)) {
            XdsRequest patient =
                    XdsRequest.create(asked.toBuilder().setVersionInfo(version).build());
            return cache.createWatch(
                    whole, patient, Set.copyOf(asked.getResourceNamesList()), answer, false, emptyEndpoints);
        }
        return cache.createWatch(whole, request, known, answer, clusterChanged, emptyEndpoints);
    }

    private boolean refused(DiscoveryRequest asked, String version) {
        return nodes.of(asked.getNode().getCluster()).stream()
                .filter(node -> node.id().equals(asked.getNode().getId()))
                .anyMatch(node ->
                        node.refused(Map.of(asked.getTypeUrl(), version)).isPresent());
    }

    @Override
    public DeltaWatch createDeltaWatch(
            DeltaXdsRequest request,
            String version,
            Map<String, String> versions,
            Set<String> pending,
            boolean wildcard,
            Consumer<DeltaResponse> answer,
            boolean clusterChanged) {
        return cache.createDeltaWatch(request, version, versions, pending, wildcard, answer, clusterChanged);
    }
}
