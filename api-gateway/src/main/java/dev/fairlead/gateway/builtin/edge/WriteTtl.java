package dev.fairlead.gateway.builtin.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Until when writes are sent on by a plan that nobody confirms: another data center may have become the primary meanwhile.
 *
 * @param ttl absent: for ever
 * @param heard when the traffic-service last told its plans
 */
record WriteTtl(@Nullable Duration ttl, Supplier<Optional<Instant>> heard, InstantSource clock) {

    boolean isOver() {
        return ttl != null && !heard.get().orElse(Instant.EPOCH).plus(ttl).isAfter(clock.instant());
    }
}
