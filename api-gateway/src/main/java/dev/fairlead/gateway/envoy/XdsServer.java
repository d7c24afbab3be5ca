package dev.fairlead.gateway.envoy;

import io.envoyproxy.controlplane.cache.v3.SimpleCache;
import io.envoyproxy.controlplane.server.V3DiscoveryServer;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves every group of Envoys or of gRPC clients what was last set for it, as a whole or in increments. A refused offer is taken
 * back to the last one that all took before the refusing node is answered, because the cache would offer the same again at
 * once, and again.
 */
final class XdsServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(XdsServer.class);

    private final SimpleCache<String> cache = new SimpleCache<>(node -> node.getCluster());
    private final Set<String> byName = ConcurrentHashMap.newKeySet();
    private final Nodes nodes = new Nodes(this::takeBack, byName::contains);
    private final AggregatedDiscovery discovery = new AggregatedDiscovery(
            new V3DiscoveryServer(nodes, new AnswersByName(cache, nodes, byName::contains))
                    .getAggregatedDiscoveryServiceImpl(),
            nodes,
            this::takeBack,
            byName::contains);
    private final Map<String, Offer> offers = new ConcurrentHashMap<>();
    private final InetSocketAddress address;
    private final Supplier<Optional<String>> turnedAway;
    private final Server server;
    private final Set<String> groups = new HashSet<>();
    private volatile boolean closed;

    /**
     * What a group is told.
     *
     * @param accepted what all of the group are known to hold
     * @param leaving the endpoints of clusters that were offered since: an Envoy that was told of such a cluster waits for its endpoints
     *     before it hears that it is gone
     */
    private record Offer(EnvoyResources offered, EnvoyResources accepted, List<ClusterLoadAssignment> leaving) {

        static final Offer NOTHING = new Offer(EnvoyResources.NONE, EnvoyResources.NONE, List.of());

        Offer next(EnvoyResources resources) {
            Map<String, ClusterLoadAssignment> gone = new TreeMap<>();
            leaving.forEach(endpoints -> gone.put(endpoints.getClusterName(), endpoints));
            offered.assignments().forEach(endpoints -> gone.put(endpoints.getClusterName(), endpoints));
            resources.assignments().forEach(endpoints -> gone.remove(endpoints.getClusterName()));
            return new Offer(resources, accepted, List.copyOf(gone.values()));
        }
    }

    XdsServer(InetSocketAddress address, XdsTls tls) {
        this(address, tls.credentials(), tls::turnedAway);
    }

    XdsServer(InetSocketAddress address, ServerCredentials credentials) {
        this(address, credentials, Optional::empty);
    }

    private XdsServer(InetSocketAddress address, ServerCredentials credentials, Supplier<Optional<String>> turnedAway) {
        this.address = address;
        this.turnedAway = turnedAway;
        this.server = NettyServerBuilder.forAddress(address, credentials)
                .keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(ServerInterceptors.intercept(discovery, new NodeInEveryRequest()))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException("the xDS server cannot listen on " + address, e);
        }
        log.info("xds={} state=listening", server.getPort());
    }

    InetSocketAddress address() {
        return address;
    }

    /** Whom its certificate did not let in last, why and when. */
    Optional<String> turnedAway() {
        return turnedAway.get();
    }

    Nodes nodes() {
        return nodes;
    }

    /** Whether the group is a new one: each belongs to one data plane. */
    synchronized boolean enter(String group) {
        return groups.add(group);
    }

    /** Ends what is offered to the group, whose nodes keep what they hold. With the last group the server closes. */
    void leave(String group) {
        if (forget(group)) {
            close();
        }
    }

    /** Whether it was the last. */
    private synchronized boolean forget(String group) {
        groups.remove(group);
        offers.remove(group);
        byName.remove(group);
        discovery.offerNothing(group);
        cache.clearSnapshot(group); // stays while nodes are connected, so that none is told that there is nothing
        return groups.isEmpty();
    }

    boolean isClosed() {
        return closed;
    }

    /** From now on the group's clients get what they ask for by name, and are told what is not there. */
    void answerByName(String group) {
        byName.add(group);
    }

    /** What the group is offered now; nothing before the first offer. */
    EnvoyResources offered(String group) {
        return offers.getOrDefault(group, Offer.NOTHING).offered();
    }

    synchronized void offer(String group, EnvoyResources resources) {
        Offer offer = offers.getOrDefault(group, Offer.NOTHING).next(resources);
        offers.put(group, offer);
        show(group, offer);
    }

    private void show(String group, Offer offer) {
        List<ClusterLoadAssignment> leaving = byName.contains(group) ? List.of() : offer.leaving();
        cache.setSnapshot(group, offer.offered().snapshot(leaving));
        discovery.offer(group, offer.offered());
    }

    /** Remembers an offer as the one to go back to. */
    synchronized void accepted(String group, EnvoyResources resources) {
        offers.put(group, new Offer(offered(group), resources, List.of()));
    }

    /** Unless something else is offered by now. */
    private synchronized void takeBack(String group, String type, String version) {
        Offer offer = offers.getOrDefault(group, Offer.NOTHING);
        if (offer.offered().equals(offer.accepted())
                || !version.equals(offer.offered().versions().get(type))) {
            return;
        }
        Offer back = offer.next(offer.accepted());
        offers.put(group, back);
        if (offer.accepted().equals(EnvoyResources.NONE)) {
            discovery.offerNothing(group); // from the cache nodes are not offered again what they refused
        } else {
            show(group, back);
        }
    }

    @Override
    public void close() {
        closed = true;
        server.shutdownNow();
        try {
            server.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
