package dev.fairlead.replication.lease;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The right to write to a database. All times are those of the control plane's own database.
 *
 * @param epoch grows with each holder and each return from a fence; who is acted upon refuses a lower one
 * @param expires when the holder, if it was alive, has fenced its server
 * @param fencedAt when the holder told that its server is fenced; absent: it has not
 * @param revoked nobody renews it any more
 */
public record WriteLease(
        DatabaseName database,
        DataCenterName holder,
        long epoch,
        Instant renewedAt,
        Instant expires,
        @Nullable Instant fencedAt,
        boolean revoked) {}
