package dev.fairlead.benchmarks.planes;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.fairlead.contracts.DataCenterName;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Envoy as far as its xDS server can tell: one real stream on a connection of its own, on which it asks for clusters, listeners,
 * and whatever belongs to them, and acknowledges all that it is told.
 */
final class XdsNode implements AutoCloseable, StreamObserver<DiscoveryResponse> {

    private static final int LARGEST_MESSAGE = 64 << 20;

    private final Node node;
    private final ManagedChannel channel;
    private final StreamObserver<DiscoveryRequest> requests;
    private final Map<String, List<String>> names = new HashMap<>();
    private final Map<String, DiscoveryResponse> taken = new HashMap<>();
    private volatile Map<String, Side> sides = Map.of();

    /** Connects as soon as the server is there. */
    XdsNode(String group, String id, int port) {
        node = Node.newBuilder().setCluster(group).setId(id).build();
        channel = Grpc.newChannelBuilderForAddress("127.0.0.1", port, InsecureChannelCredentials.create())
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .build();
        requests = AggregatedDiscoveryServiceGrpc.newStub(channel)
                .withWaitForReady()
                .streamAggregatedResources(this);
        request(Resources.V3.CLUSTER_TYPE_URL);
        request(Resources.V3.LISTENER_TYPE_URL);
    }

    /** Where it would send the users of an application; empty until it is told. */
    Optional<Side> side(int application) {
        return Optional.ofNullable(sides.get(Fleet.name(application).value()));
    }

    /** Says what it has of a type and asks for what is newer. */
    private synchronized void request(String type) {
        DiscoveryRequest.Builder request = DiscoveryRequest.newBuilder()
                .setNode(node)
                .setTypeUrl(type)
                .addAllResourceNames(names.getOrDefault(type, List.of()));
        DiscoveryResponse last = taken.get(type);
        if (last != null) {
            request.setVersionInfo(last.getVersionInfo()).setResponseNonce(last.getNonce());
        }
        requests.onNext(request.build());
    }

    @Override
    public synchronized void onNext(DiscoveryResponse response) {
        String type = response.getTypeUrl();
        taken.put(type, response);
        switch (type) {
            case Resources.V3.CLUSTER_TYPE_URL -> {
                request(type);
                List<String> clusters = all(response, Cluster.class).stream()
                        .map(Cluster::getName)
                        .toList();
                askFor(Resources.V3.ENDPOINT_TYPE_URL, clusters);
            }
            case Resources.V3.LISTENER_TYPE_URL -> {
                request(type);
                List<String> routes = all(response, Listener.class).stream()
                        .map(listener ->
                                listener.getFilterChains(0).getFilters(0).getTypedConfig())
                        .map(config -> unpacked(config, HttpConnectionManager.class))
                        .map(connections -> connections.getRds().getRouteConfigName())
                        .toList();
                askFor(Resources.V3.ROUTE_TYPE_URL, routes);
            }
            case Resources.V3.ENDPOINT_TYPE_URL -> {
                sides = sides(all(response, ClusterLoadAssignment.class));
                request(type);
            }
            default -> request(type);
        }
    }

    private void askFor(String type, List<String> wanted) {
        if (!wanted.equals(names.put(type, wanted))) {
            request(type);
        }
    }

    /** By cluster, the data center that has priority. */
    private static Map<String, Side> sides(List<ClusterLoadAssignment> assignments) {
        Map<String, Side> sides = new HashMap<>();
        for (ClusterLoadAssignment assignment : assignments) {
            assignment.getEndpointsList().stream()
                    .filter(locality -> locality.getPriority() == 0)
                    .map(locality -> DataCenterName.of(locality.getLocality().getRegion()))
                    .flatMap(dataCenter -> Side.of(dataCenter).stream())
                    .forEach(side -> sides.put(assignment.getClusterName(), side));
        }
        return sides;
    }

    private static <M extends Message> List<M> all(DiscoveryResponse response, Class<M> type) {
        List<M> all = new ArrayList<>();
        response.getResourcesList().forEach(resource -> all.add(unpacked(resource, type)));
        return all;
    }

    private static <M extends Message> M unpacked(Any resource, Class<M> type) {
        try {
            return resource.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("told something else than a " + type.getSimpleName(), e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        // what it was told last stays in force, and the measurement waits in vain
    }

    @Override
    public void onCompleted() {
        // as above
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
