package dev.fairlead.replication.local;

import java.util.List;
import java.util.Map;

/**
 * The rows that lost transactions left behind, read before they were taken back; one file of comma-separated values for each
 * table, whose first column is the transaction. A row that they inserted or changed is in it as the last of them left it; one
 * that they deleted is not.
 *
 * @param folder of the files
 * @param names of tables on this server, by their files: {@code 1663/5/16384}
 */
public record KeptRows(String folder, List<Table> tables, Map<String, String> names) {

    public KeptRows {
        tables = List.copyOf(tables);
        names = Map.copyOf(names);
    }

    /**
     * Of one table.
     *
     * @param whole whether the file has all rows: its size has a limit
     */
    public record Table(String table, String file, long rows, boolean whole) {}
}
