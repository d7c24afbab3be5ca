package dev.fairlead.contracts.replication;

import static dev.fairlead.contracts.InvalidFieldException.elements;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an old primary had and the new one has not, read before it was taken back: the loss of a takeover, to be reconciled by
 * people. Where commits waited for standbys none of it was acknowledged, unless a client asked for less.
 *
 * @param run the takeover or switchover
 * @param dataCenter of the old primary
 * @param log absent: there was nothing, or nobody can tell, which the reason says
 * @param transactions the first thousand, in order of commit
 * @param rows absent: there were none, or they could not be read
 */
public record LostWrites(
        String run,
        DatabaseName database,
        DataCenterName dataCenter,
        Instant foundAt,
        @Nullable Log log,
        List<Transaction> transactions,
        String reason,
        @Nullable Rows rows) {

    public LostWrites {
        transactions = elements(transactions, "transactions");
    }

    /**
     * The range of the old primary's log.
     *
     * @param from where the histories part: {@code 0/66CC000}
     * @param to the end of the last record
     */
    public record Log(long timeline, String from, String to, long bytes, Commits commits) {}

    /**
     * What was committed within it.
     *
     * @param first absent: nothing was
     */
    public record Commits(
            long count, @Nullable Instant first, @Nullable Instant last) {}

    /** One that was committed on the old primary only. */
    public record Transaction(long id, Instant committedAt, List<Change> changes) {

        public Transaction {
            changes = elements(changes, "changes");
        }
    }

    /**
     * Rows of one table.
     *
     * @param table its name on either primary, or the number of its file where it has none on both
     */
    public record Change(String table, long inserted, long updated, long deleted) {}

    /**
     * The rows that were inserted or changed, as they were last on the old primary; deleted ones are only counted.
     *
     * @param folder on the old primary's machine, where the files are
     */
    public record Rows(String folder, List<TableRows> tables) {

        public Rows {
            tables = elements(tables, "tables");
        }
    }

    /**
     * The rows of one table, in a file of comma-separated values; its first column is the transaction.
     *
     * @param whole whether the file has all of them: its size has a limit
     */
    public record TableRows(String table, String file, long rows, boolean whole) {}
}
