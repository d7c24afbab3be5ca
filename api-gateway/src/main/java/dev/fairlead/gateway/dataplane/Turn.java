package dev.fairlead.gateway.dataplane;

import org.jspecify.annotations.Nullable;

/** Whether this gateway is the one that pushes to a data plane. */
sealed interface Turn {

    /** @param pusher absent: the data plane is this gateway's own */
    record Own(@Nullable Pusher pusher) implements Turn {}

    /** @param reason who pushes, or why nobody knows */
    record Anothers(String reason) implements Turn {}
}
