package dev.fairlead.replication.sample;

import org.jspecify.annotations.Nullable;

/**
 * A logical replication slot of a database's primary, by what its subscriber confirmed.
 *
 * @param active whether a subscriber is connected
 * @param bytesBehind of the primary's log; a large transaction that concerns nobody counts until it is over
 * @param stalenessBoundMs everything committed longer ago is confirmed; absent: nothing can be said
 */
public record LogicalSlot(
        String name,
        boolean active,
        long bytesBehind,
        @Nullable Long stalenessBoundMs,
        String reason) {}
