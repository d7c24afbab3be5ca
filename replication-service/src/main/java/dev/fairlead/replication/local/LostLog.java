package dev.fairlead.replication.local;

import dev.fairlead.replication.timeline.Lsn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server had in its log beyond the point where another history left it.
 *
 * @param to the end of the last record, but for the header of a page
 * @param first the first transactions, in order of commit
 */
public record LostLog(long timeline, Lsn from, Lsn to, Commits commits, List<Transaction> first) {

    public LostLog {
        first = List.copyOf(first);
    }

    public long bytes() {
        return to.bytesAheadOf(from);
    }

    /**
     * What was committed.
     *
     * @param first absent: nothing was
     */
    public record Commits(
            long count, @Nullable Instant first, @Nullable Instant last) {}

    /** One that was committed; of a prepared one the changes are those since the histories part. */
    public record Transaction(long id, Instant committedAt, List<Change> changes) {

        public Transaction {
            changes = List.copyOf(changes);
        }
    }

    /** Rows of one table, not of the catalog. */
    public record Change(RelationFile file, long inserted, long updated, long deleted) {}

    /** Where a table is stored, the same on all members. */
    public record RelationFile(long tablespace, long database, long number) {

        @Override
        public String toString() {
            return "%d/%d/%d".formatted(tablespace, database, number);
        }
    }
}
