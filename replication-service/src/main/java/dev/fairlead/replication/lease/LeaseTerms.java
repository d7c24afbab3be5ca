package dev.fairlead.replication.lease;

import dev.fairlead.contracts.replication.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * When a holder renews, when it has to fence, and what an expired lease proves. The holder counts from before it asked, the
 * control plane's database from when it answered, and the holder leaves itself time: for the stop of its server, for a clock
 * that runs slower than the other by a hundredth, and for the clock of a database that failed over to another machine.
 *
 * @param lease time from a renewal until the lease can be given away
 */
public record LeaseTerms(Duration lease) {

    /** A server that is not stopped by then was killed. */
    static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    /** How much the clocks of two machines of the control plane's database may differ. */
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(1);

    /** Two clocks come apart by less than one in so many. */
    static final int DRIFT = 100;

    private static final int RENEWALS = 5;

    /** Whoever waits for the end of a lease waits longer by one in so many. */
    private static final int WAIT = 10;

    public static LeaseTerms of(DatabaseSpec spec) {
        return new LeaseTerms(Duration.ofMillis(spec.takeover().leaseMs()));
    }

    public Duration renewEvery() {
        return lease.dividedBy(RENEWALS);
    }

    /**
     * When the holder begins to fence, unless it renewed again.
     *
     * @param asked by the holder's clock, before the renewal was sent
     */
    public Instant fenceAt(Instant asked) {
        return asked.plus(lease)
                .minus(lease.dividedBy(DRIFT))
                .minus(CLOCKS_DIFFER)
                .minus(LONGEST_STOP);
    }

    /**
     * Whether a lease's holder still renewed it when the primary was last seen. The end of the lease proves a fence only then:
     * a holder that fell silent before fences nothing.
     *
     * @param primarySeen when the primary was last seen alive
     */
    public boolean wasKept(WriteLease of, Instant primarySeen) {
        return of.renewedAt().isAfter(primarySeen.minus(renewEvery().multipliedBy(2)));
    }

    /** How long after its last renewal a lease has ended for whoever counts by a clock that no other set. */
    public Duration surelyOver() {
        return lease.plus(lease.dividedBy(WAIT));
    }

    /** The same as a moment, by the clock by which the lease was renewed. */
    public Instant over(WriteLease of) {
        return of.renewedAt().plus(surelyOver());
    }
}
