package dev.fairlead.replication.takeover.rule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a takeover from an asynchronous primary may lose: all that was acknowledged between what the best standby has for
 * certain and the moment from which the old primary could acknowledge nothing more.
 *
 * @param coveredUntil everything acknowledged until then is on the best standby; absent: nothing is certified
 * @param knownBytes what the old primary had written when it was read last and the standby lacks, a lower estimate; absent:
 *     not known
 */
public record Loss(@Nullable Instant coveredUntil, @Nullable Long knownBytes) {

    /** Whether it is certain that no more than the budget is lost if the old primary stops, or stopped, at this moment. */
    public boolean within(Duration budget, Instant stopped) {
        return coveredUntil != null && upTo(coveredUntil, stopped).compareTo(budget) <= 0;
    }

    private static Duration upTo(Instant covered, Instant stopped) {
        Duration upTo = Duration.between(covered, stopped);
        return upTo.isNegative() ? Duration.ZERO : upTo;
    }

    /** As an operator reads it. */
    public String said(Instant stopped) {
        String bytes = knownBytes == null ? "an unknown number of bytes" : "at least %d bytes".formatted(knownBytes);
        if (coveredUntil == null) {
            return "an unknown time of acknowledged writes, %s, may be lost".formatted(bytes);
        }
        Duration upTo = upTo(coveredUntil, stopped);
        return "up to %d.%03d s of acknowledged writes, %s, may be lost"
                .formatted(upTo.toSeconds(), upTo.toMillisPart(), bytes);
    }
}
