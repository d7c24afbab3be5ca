package dev.fairlead.traffic.evidence;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Verdicts as several replicas of the health-service tell them, any of which may answer next: one that has not heard yet what
 * another one told does not take the change back. A clock that is set back believes the newer answer. Confined to one thread.
 */
final class NewestVerdicts {

    /** By then all replicas of a region have come to the same. */
    private static final Duration SAID_BY_ALL = Duration.ofSeconds(2);

    private Map<Endpoint, Taken> taken = Map.of();
    private Map<ApplicationName, Map<DataCenterName, List<Verdict>>> index = Map.of();

    /** @return by application and data center; the very same map when nothing new is said */
    Map<ApplicationName, Map<DataCenterName, List<Verdict>>> take(List<Verdict> answer, Instant now) {
        Map<Endpoint, Taken> next = new HashMap<>();
        boolean news = answer.size() != taken.size();
        for (Verdict verdict : answer) {
            Taken before = taken.get(verdict.endpoint());
            Taken after = before == null ? new Taken(verdict, now) : before.followedBy(verdict, now);
            next.put(verdict.endpoint(), after);
            news |= before == null || after.verdict() != before.verdict();
        }
        taken = next;
        index = news ? byApplication(answer) : index;
        return index;
    }

    private Map<ApplicationName, Map<DataCenterName, List<Verdict>>> byApplication(List<Verdict> answer) {
        Map<ApplicationName, Map<DataCenterName, List<Verdict>>> all = new HashMap<>();
        for (Verdict verdict : answer) {
            Endpoint endpoint = verdict.endpoint();
            all.computeIfAbsent(endpoint.application(), name -> new HashMap<>())
                    .computeIfAbsent(endpoint.dataCenter(), name -> new ArrayList<>())
                    .add(Objects.requireNonNull(taken.get(endpoint)).verdict());
        }
        return all;
    }

    /** @param first when this health was first told */
    private record Taken(Verdict verdict, Instant first) {

        /** The same object while the same is said. */
        Taken followedBy(Verdict next, Instant now) {
            if (next.health() == verdict.health()) {
                return verdict.saysTheSame(next) ? this : new Taken(next, first);
            }
            boolean justTold = !now.isBefore(first) && now.isBefore(first.plus(SAID_BY_ALL));
            boolean behind = verdict.since().isAfter(next.since()) && justTold;
            return behind ? this : new Taken(next, now);
        }
    }
}
