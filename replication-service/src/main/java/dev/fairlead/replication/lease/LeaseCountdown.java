package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DatabaseName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a write lease may still run, counted in this process from the moment in which it first read the last renewal: that was
 * sent before. No clock that can be set takes part, neither that of the control plane's database nor that of a machine. A
 * process that starts anew knows nothing and counts in full.
 */
public final class LeaseCountdown {

    private final InstantSource clock;
    private final Map<DatabaseName, Seen> seen = new ConcurrentHashMap<>();

    /** @param clock one that nobody sets */
    public LeaseCountdown(InstantSource clock) {
        this.clock = clock;
    }

    private record Seen(WriteLease lease, Instant at) {

        /** The same renewal, whether it was revoked or told to be fenced since or not. */
        boolean isOf(WriteLease other) {
            return lease.holder().equals(other.holder())
                    && lease.epoch() == other.epoch()
                    && lease.renewedAt().equals(other.renewedAt())
                    && lease.expires().equals(other.expires());
        }
    }

    /**
     * Until the lease has surely ended, unless it is renewed again; zero: it has.
     *
     * @param lease as it was just read
     */
    public Duration left(WriteLease lease, LeaseTerms terms) {
        Instant now = clock.instant();
        Seen first = seen.compute(
                lease.database(),
                (database, before) -> before != null && before.isOf(lease) ? before : new Seen(lease, now));
        Duration left = Duration.between(now, first.at().plus(terms.surelyOver()));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
