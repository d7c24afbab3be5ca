package dev.fairlead.gateway.envoy;

import dev.fairlead.gateway.envoy.IncrementalOffer.OfType;
import dev.fairlead.gateway.envoy.Nodes.RefusalListener;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc.AggregatedDiscoveryServiceImplBase;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Both ways to ask for everything over one stream; a node chooses by its bootstrap. The state of the world is told by the library. Its
 * increments forget what a node brings along to a new stream, so that what is gone would stay there for good; they send again at
 * once what was refused, and do not put right what a node took of an update that it refused. So these are told here.
 */
final class AggregatedDiscovery extends AggregatedDiscoveryServiceImplBase {

    private final AggregatedDiscoveryServiceImplBase stateOfTheWorld;
    private final Nodes nodes;
    private final RefusalListener onRefusal;
    private final Predicate<String> byName;
    private final Map<String, IncrementalOffer> offers = new ConcurrentHashMap<>();
    private final Set<IncrementalStream> streams = ConcurrentHashMap.newKeySet();

    /** Counts down: the library counts its streams up from 0. */
    private final AtomicLong streamIds = new AtomicLong();

    /**
     * @param byName groups whose clients ask by name, and do not speak increments
     */
    AggregatedDiscovery(
            AggregatedDiscoveryServiceImplBase stateOfTheWorld,
            Nodes nodes,
            RefusalListener onRefusal,
            Predicate<String> byName) {
        this.stateOfTheWorld = stateOfTheWorld;
        this.nodes = nodes;
        this.onRefusal = onRefusal;
        this.byName = byName;
    }

    @Override
    public StreamObserver<DiscoveryRequest> streamAggregatedResources(StreamObserver<DiscoveryResponse> answers) {
        return stateOfTheWorld.streamAggregatedResources(answers);
    }

    @Override
    public StreamObserver<DeltaDiscoveryRequest> deltaAggregatedResources(
            StreamObserver<DeltaDiscoveryResponse> answers) {
        IncrementalStream stream = new IncrementalStream(streamIds.decrementAndGet(), answers, this, nodes);
        // without a handler an answer to a node that has just gone would throw
        ((ServerCallStreamObserver<DeltaDiscoveryResponse>) answers).setOnCancelHandler(stream::end);
        streams.add(stream);
        return stream;
    }

    boolean servesIncrements(String group) {
        return !byName.test(group);
    }

    /** The newest offer, by type; nothing before the first one. */
    Map<String, OfType> offered(String group) {
        IncrementalOffer offer = offers.get(group);
        return offer == null ? Map.of() : offer.types();
    }

    /** From now on the group's nodes are told what they lack of this. */
    void offer(String group, EnvoyResources resources) {
        offers.put(group, new IncrementalOffer(resources));
        streams.forEach(IncrementalStream::push);
    }

    /** From now on the group's nodes are told nothing: they keep what they have. */
    void offerNothing(String group) {
        offers.remove(group);
    }

    void refused(String group, String type, String version) {
        onRefusal.onRefusal(group, type, version);
    }

    void ended(IncrementalStream stream) {
        streams.remove(stream);
    }
}
