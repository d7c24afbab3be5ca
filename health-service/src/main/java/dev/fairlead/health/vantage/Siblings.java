package dev.fairlead.health.vantage;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.PassiveEvidence;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.share.Said;
import dev.fairlead.health.target.Target;
import dev.fairlead.service.region.PeerClients;
import dev.fairlead.service.region.RegionProperties;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The other replicas of this region. */
@Component
final class Siblings implements Said {

    /** How long a start waits for their findings; after that it goes without. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Replicas replicas;
    private final EventBus bus;
    private final InstantSource clock;
    private final Instant started;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> newsListeners = new CopyOnWriteArrayList<>();
    private final Supplier<Map<ReplicaId, Sibling>> all;

    Siblings(Replicas replicas, RegionProperties regions, PeerClients clients, EventBus bus, InstantSource clock) {
        this.replicas = replicas;
        this.bus = bus;
        this.clock = clock;
        this.started = clock.instant();
        this.all = replicas.each(
                replica -> new Sibling(
                        replica.id(),
                        regions.region(),
                        clients.ofReplica(replica.url(), SiblingApi.class),
                        bus,
                        clock,
                        this::pass,
                        () -> listeners.forEach(Runnable::run)),
                Sibling::close);
    }

    /** Whoever reads the region here heard of it from the other one, perhaps, and was answered here what was not known yet. */
    private void pass(Endpoint endpoint) {
        newsListeners.forEach(Runnable::run);
        bus.publish(new Event(Topic.OBSERVATIONS.name(), endpoint.toString()));
    }

    /** Calls the listener each time one was heard; it must return at once. */
    void onHeard(Runnable listener) {
        listeners.add(listener);
    }

    /** Calls the listener each time one found another health than before; it must return at once. */
    void onNews(Runnable listener) {
        newsListeners.add(listener);
    }

    /** Whether everybody who is there was heard once: before that what is known here is not what the region knows. */
    boolean complete() {
        Instant now = clock.instant();
        if (now.isAfter(started.plus(PATIENCE))) {
            return true;
        }
        Map<ReplicaId, Sibling> known = all.get();
        return replicas.allHeard(now, replica -> {
            Sibling sibling = known.get(replica);
            return sibling != null && sibling.heard();
        });
    }

    /** What they found about the target, for one that begins to probe it; absent: nothing, or nothing that still counts. */
    @Nullable Finding finding(Target target) {
        Instant now = clock.instant();
        Vote vote = joined(target.endpoint(), replicas.live(now));
        return vote != null
                        && Said.knows(vote)
                        && !vote.confirmedAt().isBefore(now.minus(Quorum.freshness(target.check())))
                ? Finding.continued(vote.observation(), vote.confirmedAt())
                : null;
    }

    /** Passes on what another replica may have to know. */
    void relay(Listing<PassiveEvidence> seen) {
        all.get().values().forEach(sibling -> sibling.relay(seen));
    }

    @Override
    public Collection<ReplicaId> replicas() {
        return all.get().keySet();
    }

    @Override
    public @Nullable Vote by(ReplicaId replica, Endpoint endpoint) {
        Sibling sibling = all.get().get(replica);
        return sibling == null ? null : sibling.vote(endpoint);
    }
}
