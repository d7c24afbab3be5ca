package dev.fairlead.replication.timeline;

import dev.fairlead.contracts.replication.Freshness;
import org.jspecify.annotations.Nullable;

/**
 * How fresh a member is by the samples of one region.
 *
 * @param basis where the member was in which history when it answered last; absent: it never did
 */
public record Finding(Freshness freshness, @Nullable Basis basis) {

    /**
     * What the finding rests on.
     *
     * @param position up to where the member had written or replayed
     */
    public record Basis(Branch branch, Lsn position) {}
}
