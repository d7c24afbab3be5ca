package dev.fairlead.health.share;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.service.region.ReplicaId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the replicas of a region last said of the endpoints that they probe themselves. */
public interface Said {

    /** What whoever follows a lost replica needs to be noticed, at most, beyond the time for which a vote counts. */
    Duration SUCCESSION = Duration.ofSeconds(1);

    /** All that ever said anything, alive or not. */
    Collection<ReplicaId> replicas();

    /** Absent: the replica does not probe the endpoint, or has no result yet. */
    @Nullable Vote by(ReplicaId replica, Endpoint endpoint);

    /**
     * The region's finding: of those who know, and then of those who live, the one who comes first to probe the endpoint. What
     * the last one found before it was lost counts until somebody else has found something, and a little longer than it would.
     */
    default @Nullable Vote joined(Endpoint endpoint, Set<ReplicaId> live) {
        List<ReplicaId> speakers = replicas().stream()
                .filter(replica -> by(replica, endpoint) != null)
                .toList();
        ReplicaId speaker = speakers.size() < 2
                ? speakers.stream().findFirst().orElse(null)
                : Sharing.order(endpoint, speakers).stream()
                        .max(Comparator.comparing((ReplicaId replica) -> knows(by(replica, endpoint)))
                                .thenComparing(live::contains)
                                .thenComparing(replica -> lastConfirmed(replica, endpoint, live)))
                        .orElse(null);
        Vote vote = speaker == null ? null : by(speaker, endpoint);
        return vote == null || live.contains(speaker)
                ? vote
                : new Vote(vote.observation(), vote.confirmedAt().plus(SUCCESSION));
    }

    /** Of the living the order counts, which comes first among equals; of the lost the newest. */
    private Instant lastConfirmed(ReplicaId replica, Endpoint endpoint, Set<ReplicaId> live) {
        Vote vote = by(replica, endpoint);
        return vote == null || live.contains(replica) ? Instant.MAX : vote.confirmedAt();
    }

    /** Whether it is a finding at all. */
    static boolean knows(@Nullable Vote vote) {
        return vote != null && !Objects.equals(vote.observation().health(), Health.UNKNOWN);
    }
}
