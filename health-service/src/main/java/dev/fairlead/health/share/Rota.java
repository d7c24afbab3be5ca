package dev.fairlead.health.share;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.health.quorum.Quorum;
import dev.fairlead.health.quorum.Vote;
import dev.fairlead.health.target.Target;
import dev.fairlead.service.region.ReplicaId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoints one replica probes: those for which no living replica ahead of it lately told a finding. So who is lost is
 * followed at once by the next in order; who probes goes on until whoever comes before it has found something itself; and
 * one that lives but tells nothing is stood in for. Probed twice for a moment costs little, not at all would cost the vote.
 */
public final class Rota {

    /** How long whoever comes first has for its first result, before others who do not probe yet stand in for it. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ReplicaId self;
    private final Map<Endpoint, Instant> uncovered = new HashMap<>();
    private Set<Endpoint> probed = Set.of();

    public Rota(ReplicaId self) {
        this.self = self;
    }

    /**
     * The part of the targets to probe from now on.
     *
     * @param live this replica and those heard lately
     */
    public List<Target> take(List<Target> targets, Set<ReplicaId> live, Said said, Instant now) {
        Set<Endpoint> open = new HashSet<>();
        List<Target> mine = targets.stream()
                .filter(target -> takes(target, live, said, now, open))
                .toList();
        uncovered.keySet().retainAll(open);
        Set<Endpoint> next = new HashSet<>();
        mine.forEach(target -> next.add(target.endpoint()));
        probed = next;
        return mine;
    }

    /** Whether it may want another look although nothing changes. */
    public boolean waits() {
        return !uncovered.isEmpty();
    }

    private boolean takes(Target target, Set<ReplicaId> live, Said said, Instant now, Set<Endpoint> open) {
        if (live.size() == 1) {
            return true;
        }
        Endpoint endpoint = target.endpoint();
        List<ReplicaId> order = Sharing.order(endpoint, live);
        boolean knows = Said.knows(said.by(self, endpoint));
        for (ReplicaId ahead : order.subList(0, order.indexOf(self))) {
            if (covers(said.by(ahead, endpoint), target, knows, now)) {
                return false;
            }
        }
        if (order.getFirst().equals(self) || probed.contains(endpoint)) {
            return true;
        }
        open.add(endpoint);
        Instant since = uncovered.computeIfAbsent(endpoint, one -> now);
        return !since.plus(PATIENCE).isAfter(now);
    }

    /** @param knows whether this replica has a finding itself, which one without a finding does not replace */
    private static boolean covers(@Nullable Vote vote, Target target, boolean knows, Instant now) {
        return vote != null
                && (Said.knows(vote) || !knows)
                && !vote.confirmedAt().isBefore(now.minus(Quorum.freshness(target.check())));
    }
}
