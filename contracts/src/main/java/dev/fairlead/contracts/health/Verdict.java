package dev.fairlead.contracts.health;

import java.time.Instant;
import java.util.List;

/**
 * The quorum's answer for an endpoint.
 *
 * @param since when the answer became this
 * @param proof start of the probe that settled it: the moment from which a failover is measured
 * @param votes the fresh observations behind it
 */
public record Verdict(
        Endpoint endpoint, Health health, Instant since, Instant proof, String reason, List<Observation> votes) {

    public Verdict {
        votes = List.copyOf(votes);
    }

    /** Whether it is the same answer, perhaps with votes that were renewed since. */
    public boolean saysTheSame(Verdict other) {
        return health == other.health
                && since.equals(other.since)
                && proof.equals(other.proof)
                && reason.equals(other.reason)
                && endpoint.equals(other.endpoint);
    }
}
