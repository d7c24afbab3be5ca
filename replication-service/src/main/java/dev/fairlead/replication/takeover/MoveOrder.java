package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for, before it is looked at where the primary is.
 *
 * @param from absent: where the primary is known to be
 * @param key chosen by the caller, so that asking twice starts one run
 */
record MoveOrder(
        DatabaseName database,
        @Nullable DataCenterName from,
        Wish wish,
        String reason,
        String author,
        @Nullable String key) {

    /** Whether this is what was asked for when the move began. */
    boolean became(MoveInput begun) {
        return begun.database().equals(database)
                && begun.wish().equals(wish)
                && (from == null || from.equals(begun.from()));
    }
}
