package dev.fairlead.contracts.replication;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who may write to a database.
 *
 * @param holder absent: there is no lease, so nothing fences the primary
 * @param epoch absent without a lease
 * @param expiresInMs until the lease can be given away; 0: it has expired; absent without a lease
 * @param revoked the holder is to fence its server
 * @param fencedAt when the holder told that its server is fenced; absent: it has not
 */
public record WriteLeaseStatus(
        DatabaseName database,
        @Nullable DataCenterName holder,
        @Nullable Long epoch,
        @Nullable Long expiresInMs,
        boolean revoked,
        @Nullable Instant fencedAt,
        String reason) {}
