package dev.fairlead.health.quorum;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a peer's observations into votes dated by this process's clock, so that a peer whose clock is wrong, or is set
 * while it runs, is neither silenced nor believed for too long: only the ages inside one answer and the moments at which
 * this process saw an observation renewed count. Where several replicas answer for the peer, one may not know yet what another
 * one told: the newer finding stays for as long as it was confirmed a moment ago.
 */
public final class Hearing {

    /** By then all replicas of a region have heard of a finding. */
    private static final Duration HEARD_BY_ALL = Duration.ofSeconds(2);

    private Hearing() {}

    /**
     * @param before what the last answer came to
     * @param peer who was asked; what it repeats of others is no vote
     * @param asked when, by this process's clock
     */
    public static Map<Endpoint, Vote> of(
            List<Observation> answer, RegionName peer, Instant asked, Map<Endpoint, Vote> before) {
        Instant newest = answer.stream()
                .map(Observation::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        Map<Endpoint, Vote> votes = new HashMap<>();
        for (Observation observation : answer) {
            if (!observation.vantagePoint().equals(peer)) {
                continue;
            }
            Vote known = before.get(observation.endpoint());
            if (known != null && overtaken(observation, known, asked)) {
                votes.put(observation.endpoint(), known);
                continue;
            }
            Instant confirmedAt = known != null && known.observation().at().equals(observation.at())
                    ? known.confirmedAt()
                    : asked.minus(Duration.between(observation.at(), newest));
            votes.put(observation.endpoint(), new Vote(observation, confirmedAt));
        }
        return Map.copyOf(votes);
    }

    private static boolean overtaken(Observation observation, Vote known, Instant asked) {
        return known.observation().health() != observation.health()
                && known.observation().since().isAfter(observation.since())
                && known.confirmedAt().isAfter(asked.minus(HEARD_BY_ALL))
                && !known.confirmedAt().isAfter(asked); // else the clock was set back
    }
}
