package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a data center from serving: the state it puts it in, with a stable code and a sentence.
 *
 * @param since when it began; absent: when the plans of this region first had it
 */
record Obstacle(
        Standing.State state,
        String code,
        String reason,
        @Nullable Instant since) {

    Obstacle(Standing.State state, String code, String reason) {
        this(state, code, reason, null);
    }
}
