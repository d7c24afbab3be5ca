package dev.fairlead.gateway.envoy;

import io.envoyproxy.controlplane.server.DiscoveryServerCallbacks;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connected Envoys and gRPC clients and the version of each type that they said they hold. A request that carries an error is a
 * refusal (NACK), and its version is the one that stays in force; every other request's version is acknowledged, also the
 * first after a reconnect.
 */
final class Nodes implements DiscoveryServerCallbacks {

    private static final Logger log = LoggerFactory.getLogger(Nodes.class);

    private final Map<Long, Node> streams = new HashMap<>();
    private final RefusalListener onRefusal;
    private final Predicate<String> byName;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Told of each refusal before the node is offered anything again. */
    interface RefusalListener {

        void onRefusal(String group, String type, String version);
    }

    /**
     * @param byName groups whose clients name all they ask for, so that no name asks for nothing; else it asks for everything
     */
    Nodes(RefusalListener onRefusal, Predicate<String> byName) {
        this.onRefusal = onRefusal;
        this.byName = byName;
    }

    /**
     * One connected Envoy or gRPC client.
     *
     * @param offered the version of the newest offer, by type
     * @param held the version in force, by type
     * @param refusals by type, until it takes something of that type
     */
    record Node(
            String group,
            String id,
            Map<String, String> offered,
            Map<String, String> held,
            Map<String, Refusal> refusals) {

        Node {
            offered = Map.copyOf(offered);
            held = Map.copyOf(held);
            refusals = Map.copyOf(refusals);
        }

        boolean holds(Map<String, String> versions) {
            return versions.entrySet().stream()
                    .allMatch(version -> version.getValue().equals(held.get(version.getKey())));
        }

        /** The same for one that need not ask for every type. */
        boolean holdsWhatItAskedFor(Map<String, String> versions) {
            return held.entrySet().stream()
                    .allMatch(type -> versions.getOrDefault(type.getKey(), type.getValue())
                            .equals(type.getValue()));
        }

        /** What it said against any of these versions. */
        Optional<String> refused(Map<String, String> versions) {
            return refusals.entrySet().stream()
                    .filter(refusal -> refusal.getValue().version().equals(versions.get(refusal.getKey())))
                    .map(refusal -> refusal.getValue().reason())
                    .findFirst();
        }

        private Node offered(String type, String version) {
            return new Node(group, id, with(offered, type, version), held, refusals);
        }

        /** Holding on to what it has says nothing about what it refused. */
        private Node acknowledges(String type, String version) {
            return version.equals(held.get(type))
                    ? this
                    : new Node(group, id, offered, with(held, type, version), without(refusals, type));
        }

        private Node asksNoMoreFor(String type) {
            return new Node(group, id, without(offered, type), without(held, type), without(refusals, type));
        }

        private Node refuses(String type, String reason) {
            Refusal refusal = new Refusal(offered.getOrDefault(type, ""), reason);
            return new Node(group, id, offered, held, with(refusals, type, refusal));
        }

        private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
            Map<String, V> copy = new HashMap<>(map);
            copy.put(key, value);
            return copy;
        }

        private static <V> Map<String, V> without(Map<String, V> map, String key) {
            Map<String, V> copy = new HashMap<>(map);
            copy.remove(key);
            return copy;
        }
    }

    private record Refusal(String version, String reason) {}

    @Override
    public void onV3StreamRequest(long streamId, DiscoveryRequest request) {
        String group = request.getNode().getCluster();
        String type = request.getTypeUrl();
        connected(streamId, group, request.getNode().getId());
        if (request.hasErrorDetail()) {
            String version = refused(streamId, type, request.getErrorDetail().getMessage());
            onRefusal.onRefusal(group, type, version);
        } else if (request.getResourceNamesCount() == 0 && byName.test(group)) {
            change(streamId, node -> node.asksNoMoreFor(type));
        } else {
            acknowledged(streamId, type, request.getVersionInfo());
        }
    }

    @Override
    public void onV3StreamResponse(long streamId, DiscoveryRequest request, DiscoveryResponse response) {
        offered(streamId, response.getTypeUrl(), response.getVersionInfo());
    }

    @Override
    public void onV3StreamDeltaRequest(long streamId, DeltaDiscoveryRequest request) {
        throw new IllegalStateException("increments have streams of their own");
    }

    /** A node speaks; it is new when its stream is. */
    void connected(long streamId, String group, String id) {
        lock.lock();
        try {
            streams.computeIfAbsent(streamId, stream -> {
                log.info("envoy={} group={} state=connected", id, group);
                return new Node(group, id, Map.of(), Map.of(), Map.of());
            });
        } finally {
            lock.unlock();
        }
    }

    void offered(long streamId, String type, String version) {
        change(streamId, node -> node.offered(type, version));
    }

    void acknowledged(long streamId, String type, String version) {
        change(streamId, node -> node.acknowledges(type, version));
    }

    /** It does not take the newest offer of a type, which is of the version that is returned; empty for one that is gone. */
    String refused(long streamId, String type, String reason) {
        Node node = change(streamId, known -> known.refuses(type, reason));
        if (node == null) {
            return "";
        }
        log.error("envoy={} type={} state=refused reason=\"{}\"", node.id(), type, reason);
        return node.offered().getOrDefault(type, "");
    }

    /** Whether the node of a stream refused this version. */
    boolean refuses(long streamId, String type, String version) {
        lock.lock();
        try {
            Node node = streams.get(streamId);
            return node != null && node.refused(Map.of(type, version)).isPresent();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Node change(long streamId, UnaryOperator<Node> change) {
        lock.lock();
        try {
            Node node = streams.computeIfPresent(streamId, (id, known) -> change.apply(known));
            changed.signalAll();
            return node;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onStreamClose(long streamId, String typeUrl) {
        gone(streamId);
    }

    @Override
    public void onStreamCloseWithError(long streamId, String typeUrl, Throwable error) {
        gone(streamId);
    }

    void gone(long streamId) {
        lock.lock();
        try {
            Node node = streams.remove(streamId);
            if (node != null) {
                log.info("envoy={} group={} state=disconnected", node.id(), node.group());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    List<Node> of(String group) {
        lock.lock();
        try {
            return streams.values().stream()
                    .filter(node -> node.group().equals(group))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** The nodes of a group as soon as the condition holds, or as they are when the patience is over. */
    List<Node> await(String group, Duration patience, Predicate<List<Node>> condition) {
        long left = patience.toNanos();
        lock.lock();
        try {
            List<Node> nodes = of(group);
            while (!condition.test(nodes) && left > 0) {
                left = changed.awaitNanos(left);
                nodes = of(group);
            }
            return nodes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return of(group);
        } finally {
            lock.unlock();
        }
    }
}
