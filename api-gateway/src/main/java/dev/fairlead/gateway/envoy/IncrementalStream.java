package dev.fairlead.gateway.envoy;

import com.google.protobuf.Any;
import dev.fairlead.gateway.envoy.IncrementalOffer.OfType;
import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One node that is told only what changed. Level-triggered: whatever happens, a request or an offer, each type is looked at anew, and
 * the node is sent what it lacks of the newest offer. What it refused it is not sent again.
 */
final class IncrementalStream implements StreamObserver<DeltaDiscoveryRequest> {

    /** Of these a node asks for everything by naming nothing. */
    private static final Set<String> ASKED_FOR_BY_SILENCE =
            Set.of(Resources.V3.CLUSTER_TYPE_URL, Resources.V3.LISTENER_TYPE_URL);

    private final long id;
    private final StreamObserver<DeltaDiscoveryResponse> answers;
    private final AggregatedDiscovery discovery;
    private final Nodes nodes;
    private final Map<String, Told> types = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Node node = Node.getDefaultInstance();
    private boolean ended;
    private long nonce;

    /** @param id unlike that of any other stream */
    IncrementalStream(
            long id, StreamObserver<DeltaDiscoveryResponse> answers, AggregatedDiscovery discovery, Nodes nodes) {
        this.id = id;
        this.answers = answers;
        this.discovery = discovery;
        this.nodes = nodes;
    }

    @Override
    public void onNext(DeltaDiscoveryRequest request) {
        String type = request.getTypeUrl();
        String refused = null;
        lock.lock();
        try {
            if (request.hasNode()) { // in the first request of a stream alone
                node = NodeInEveryRequest.grouped(request.getNode());
            }
            if (ended || !discovery.servesIncrements(node.getCluster())) {
                refuse();
                return;
            }
            nodes.connected(id, node.getCluster(), node.getId());
            boolean refuses = types.computeIfAbsent(type, first -> new Told(ASKED_FOR_BY_SILENCE.contains(first)))
                    .hear(request);
            if (refuses) {
                refused = nodes.refused(id, type, request.getErrorDetail().getMessage());
            }
        } finally {
            lock.unlock();
        }
        if (refused != null) {
            discovery.refused(node.getCluster(), type, refused);
        }
        push();
    }

    private void refuse() {
        if (!ended) {
            ended = true;
            answers.onError(Status.UNIMPLEMENTED
                    .withDescription("gRPC clients are told the state of the world")
                    .asRuntimeException());
        }
    }

    /** Sends what the node lacks, type by type. */
    void push() {
        lock.lock();
        try {
            if (!ended) {
                discovery.offered(node.getCluster()).forEach(this::push);
            }
        } finally {
            lock.unlock();
        }
    }

    private void push(String type, OfType offered) {
        Told told = types.get(type);
        if (told == null || nodes.refuses(id, type, offered.version())) {
            return;
        }
        told.next(offered).ifPresent(update -> send(type, told, update));
        if (told.holds(offered)) {
            nodes.acknowledged(id, type, offered.version());
        }
    }

    private void send(String type, Told told, Told.Update update) {
        nonce++;
        List<Resource> changed = update.changed().entrySet().stream()
                .map(resource -> Resource.newBuilder()
                        .setName(resource.getKey())
                        .setVersion(resource.getValue().version())
                        .setResource(Any.pack(resource.getValue().message()))
                        .build())
                .toList();
        told.sent(Long.toString(nonce), update);
        nodes.offered(id, type, update.version());
        answers.onNext(DeltaDiscoveryResponse.newBuilder()
                .setTypeUrl(type)
                .setSystemVersionInfo(update.version())
                .setNonce(Long.toString(nonce))
                .addAllResources(changed)
                .addAllRemovedResources(update.removed())
                .build());
    }

    @Override
    public void onCompleted() {
        lock.lock();
        try {
            if (!ended) {
                answers.onCompleted();
            }
        } finally {
            lock.unlock();
        }
        end();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    /** The node is gone; called more than once. */
    void end() {
        lock.lock();
        try {
            ended = true;
        } finally {
            lock.unlock();
        }
        discovery.ended(this);
        nodes.gone(id);
    }
}
