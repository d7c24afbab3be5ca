package dev.fairlead.contracts.replication;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import org.jspecify.annotations.Nullable;

/**
 * How fresh one data center's copy of a database is, at the moment of the answer.
 *
 * @param reachable whether the member answered the last sample
 * @param stalenessBoundMs certified upper bound of the age of its data, 0 on the primary; it grows while either side is
 *     unreachable; absent: nothing is certified (no sample yet, or another timeline). Of a writer: of what it has not received
 *     from the other writers that answer
 * @param bytesBehind against the newest sample of the primary; absent when that is not known
 */
public record Freshness(
        DatabaseName database,
        DataCenterName dataCenter,
        MemberRole role,
        boolean reachable,
        @Nullable Long stalenessBoundMs,
        @Nullable Long bytesBehind,
        String reason) {}
