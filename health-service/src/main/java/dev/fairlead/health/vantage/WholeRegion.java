package dev.fairlead.health.vantage;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.share.Said;
import dev.fairlead.health.target.Target;
import dev.fairlead.health.target.Targets;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.ReplicaId;
import dev.fairlead.service.region.Replicas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What this region finds: its replicas share the probing, and each of them answers for all. Replicas that hear each other
 * answer the same.
 */
@Component
public final class WholeRegion implements Said {

    /** A replica whose clock is off by more is dated by this one's. */
    private static final Duration CLOCKS_AGREE = Duration.ofSeconds(2);

    /** How long, at most, a region's votes are renewed for nobody. */
    private static final int RENEWED_AFTER_MS = 10_000;

    private final Replicas replicas;
    private final VantagePoint own;
    private final Siblings siblings;
    private final Targets targets;
    private final InstantSource clock;
    private final UUID process = UUID.randomUUID();
    private final AtomicLong changes = new AtomicLong();

    WholeRegion(Replicas replicas, VantagePoint own, Siblings siblings, Targets targets, InstantSource clock) {
        this.replicas = replicas;
        this.own = own;
        this.siblings = siblings;
        this.targets = targets;
        this.clock = clock;
        own.onChange(changes::incrementAndGet);
        siblings.onNews(changes::incrementAndGet);
    }

    /** Calls the listener when a finding changed here or another replica was heard; it must return at once. */
    public void onChange(Runnable listener) {
        own.onChange(listener);
        siblings.onHeard(listener);
    }

    /** Absent: no replica has a result yet. */
    public @Nullable Vote vote(Endpoint endpoint) {
        return vote(endpoint, replicas.live(clock.instant()));
    }

    private @Nullable Vote vote(Endpoint endpoint, Set<ReplicaId> live) {
        Vote vote = joined(endpoint, live);
        return vote == null ? null : new Vote(dated(vote), vote.confirmedAt());
    }

    private static Observation dated(Vote vote) {
        Observation said = vote.observation();
        Duration off = Duration.between(said.at(), vote.confirmedAt()).abs();
        return off.compareTo(CLOCKS_AGREE) <= 0
                ? said
                : new Observation(
                        said.endpoint(),
                        said.vantagePoint(),
                        said.health(),
                        said.since(),
                        vote.confirmedAt(),
                        said.reason());
    }

    /** Another one when somebody's health changed, and twice in the shortest interval, so that no vote grows old elsewhere. */
    String version() {
        int shortest = targets.latest().stream()
                .mapToInt(target -> target.check().intervalMs())
                .min()
                .orElse(RENEWED_AFTER_MS);
        long turn = clock.millis() / Math.min(shortest / 2, RENEWED_AFTER_MS);
        return process + "." + changes + "." + turn;
    }

    /** Of all targets that were probed, sorted by endpoint. */
    List<Observation> observations() {
        requireComplete();
        Set<ReplicaId> live = replicas.live(clock.instant());
        return targets.latest().stream()
                .map(Target::endpoint)
                .map(endpoint -> vote(endpoint, live))
                .filter(Objects::nonNull)
                .map(Vote::observation)
                .toList();
    }

    /** A replica that has just started refuses to speak for the region: others keep what they heard last. */
    public void requireComplete() {
        if (!siblings.complete()) {
            throw Problem.notReady("OBSERVATIONS_NOT_GATHERED", "the other replicas of this region were not heard yet");
        }
    }

    @Override
    public Collection<ReplicaId> replicas() {
        List<ReplicaId> all = new ArrayList<>(siblings.replicas());
        all.add(replicas.self());
        return all;
    }

    @Override
    public @Nullable Vote by(ReplicaId replica, Endpoint endpoint) {
        if (!replica.equals(replicas.self())) {
            return siblings.by(replica, endpoint);
        }
        Observation found = own.observation(endpoint);
        return found == null ? null : new Vote(found, found.at());
    }
}
