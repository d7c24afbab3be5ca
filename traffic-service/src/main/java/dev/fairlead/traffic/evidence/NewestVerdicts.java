package dev.fairlead.traffic.evidence;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Verdicts as several replicas of the health-service tell them, any of which may answer next: one that has not heard yet what
 * another one told does not take the change back. Confined to one thread.
 */
final class NewestVerdicts {

    /** By then all replicas of a region have come to the same. */
    private static final Duration SAID_BY_ALL = Duration.ofSeconds(2);

    private Map<Endpoint, Taken> taken = Map.of();

    List<Verdict> take(List<Verdict> answer, Instant now) {
        Map<Endpoint, Taken> next = new HashMap<>();
        List<Verdict> newest = new ArrayList<>(answer.size());
        for (Verdict verdict : answer) {
            Taken before = taken.get(verdict.endpoint());
            Taken after = before == null ? new Taken(verdict, now) : before.followedBy(verdict, now);
            next.put(verdict.endpoint(), after);
            newest.add(after.verdict());
        }
        taken = next;
        return newest;
    }

    /** @param first when this health was first told */
    private record Taken(Verdict verdict, Instant first) {

        Taken followedBy(Verdict next, Instant now) {
            if (next.health() == verdict.health()) {
                return new Taken(next, first);
            }
            boolean behind = verdict.since().isAfter(next.since()) && now.isBefore(first.plus(SAID_BY_ALL));
            return behind ? this : new Taken(next, now);
        }
    }
}
