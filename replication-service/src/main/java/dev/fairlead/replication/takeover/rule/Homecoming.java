package dev.fairlead.replication.takeover.rule;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a primary goes back to the data center that is preferred. Nothing is urgent about it, so that whatever is not known
 * speaks against it.
 */
public sealed interface Homecoming {

    /** A bound is never below the sampling period and the round trips: this much is as good as none. */
    Duration LEAST_BUDGET = Duration.ofSeconds(5);

    String reason();

    /** It stays. */
    record Stay(String reason) implements Homecoming {}

    /**
     * All is well, not for long enough yet.
     *
     * @param since when it became so
     */
    record Settling(Instant since, String reason) implements Homecoming {}

    /** It goes. */
    record Go(DataCenterName to, String reason) implements Homecoming {}

    /**
     * What is known of the database.
     *
     * @param primary where it is at this moment; absent: nobody knows, or it does not answer
     * @param bound of the member in the preferred data center; absent: nothing is certified
     * @param hindrance what else speaks against a move now; empty: nothing
     */
    record Known(@Nullable DataCenterName primary, @Nullable Duration bound, Optional<String> hindrance) {}

    /**
     * Decides.
     *
     * @param since when all became well, as it was answered before; absent: it was not
     */
    static Homecoming of(DatabaseSpec spec, Known known, @Nullable Instant since, Instant now) {
        DatabaseSpec.TakeoverPolicy policy = spec.takeover();
        if (policy.failback() != DatabaseSpec.Failback.WHEN_REBUILT
                || policy.preference().isEmpty()) {
            return new Stay("its policy does not ask for it");
        }
        DataCenterName to = policy.preference().getFirst();
        if (known.primary() == null) {
            return new Stay("nobody knows where the primary is");
        }
        if (known.primary().equals(to)) {
            return new Stay("the primary is in " + to);
        }
        if (known.hindrance().isPresent()) {
            return new Stay(known.hindrance().get());
        }
        Duration budget = Duration.ofMillis(Math.max(policy.rpoBudgetMs(), LEAST_BUDGET.toMillis()));
        if (known.bound() == null || known.bound().compareTo(budget) > 0) {
            return new Stay("%s is not known to be within %d ms of the primary".formatted(to, budget.toMillis()));
        }
        Instant well = since == null ? now : since;
        Duration wanted = Duration.ofMillis(policy.failbackAfterMs());
        return now.isBefore(well.plus(wanted))
                ? new Settling(well, "%s is well since %s".formatted(to, well))
                : new Go(to, "%s is preferred, and well for %d s".formatted(to, wanted.toSeconds()));
    }
}
