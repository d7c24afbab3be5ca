package dev.fairlead.replication.takeover.rule;

import dev.fairlead.replication.lease.LeaseTerms;
import dev.fairlead.replication.lease.WriteLease;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What proves that a lost primary no longer writes. Its keeper's word does, or the end of a lease that the keeper renewed as
 * long as the primary was heard: it then stopped the server in time, or went down with it. A keeper that fell silent before
 * its primary proves nothing by an expired lease, because nobody was left to stop the server.
 */
public sealed interface FenceProof {

    String reason();

    /**
     * It writes no more.
     *
     * @param since when at the latest it stopped
     */
    record Proven(Instant since, String reason) implements FenceProof {}

    /** The lease has not ended. */
    record Waiting(String reason) implements FenceProof {}

    /** There is none and none will come. */
    record None(String reason) implements FenceProof {}

    /**
     * Judges a revoked lease.
     *
     * @param lease absent: there never was one
     * @param lastHeard when the primary answered last
     * @param left until the lease has surely ended, by a clock that nobody sets
     */
    static FenceProof of(@Nullable WriteLease lease, Instant lastHeard, LeaseTerms terms, Duration left) {
        if (lease == null) {
            return new None("there is no write lease: nothing fences the old primary");
        }
        Instant fencedAt = lease.fencedAt();
        if (fencedAt != null) {
            return new Proven(fencedAt, "the old primary was fenced at " + fencedAt);
        }
        if (!terms.wasKept(lease, lastHeard)) {
            return new None("its keeper renewed the lease last at %s, before the primary fell silent at %s"
                    .formatted(lease.renewedAt(), lastHeard));
        }
        return left.isPositive()
                ? new Waiting(
                        "the write lease of the old primary has ended %d.%03d s after this run first read its last renewal"
                                .formatted(
                                        terms.surelyOver().toSeconds(),
                                        terms.surelyOver().toMillisPart()))
                : new Proven(
                        terms.over(lease),
                        "the write lease that its keeper renewed last at %s has ended".formatted(lease.renewedAt()));
    }
}
