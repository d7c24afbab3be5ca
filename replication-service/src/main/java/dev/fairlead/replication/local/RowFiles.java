package dev.fairlead.replication.local;

import dev.fairlead.replication.local.LostLog.RelationFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Writes the rows of lost transactions into files, as the server's own output of their values. No cast of a user's making is
 * called, because a superuser reads.
 */
final class RowFiles {

    /** Of all tables together. */
    private static final long MOST_BYTES = 64L << 20;

    private static final Duration REPLAY = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(50);

    private static final String TABLE = """
            select c.oid::regclass::text, format('%I.%I', n.nspname, c.relname), c.relkind = 'r'
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.oid = pg_filenode_relation(cast(? as oid), cast(? as oid))
            """;

    private final LostPlaces lost;
    private final Path folder;
    private final UserPrincipal owner;
    private final List<KeptRows.Table> tables = new ArrayList<>();
    private final Map<String, String> names = new HashMap<>();
    private long bytesLeft = MOST_BYTES;

    RowFiles(LostPlaces lost, Path folder, UserPrincipal owner) {
        this.lost = lost;
        this.folder = folder;
        this.owner = owner;
    }

    /** @param role any of the server's that may connect to the database */
    KeptRows write(AloneServer server, String databaseName, String role) throws IOException, SQLException {
        String superuser = server.superuser(databaseName, role);
        Map<Long, String> databases;
        try (Connection connection = server.connect(databaseName, superuser)) {
            awaitReplay(connection);
            databases = databases(connection);
        }
        for (Map.Entry<Long, String> database : databases.entrySet()) {
            List<RelationFile> files = lost.blocks().keySet().stream()
                    .filter(file -> file.database() == database.getKey())
                    .toList();
            if (files.isEmpty()) {
                continue;
            }
            String prefix = database.getValue().equals(databaseName) ? "" : database.getValue() + ".";
            try (Connection connection = server.connect(database.getValue(), superuser)) {
                for (RelationFile file : files) {
                    write(connection, file, prefix);
                }
            }
        }
        return new KeptRows(folder.toString(), tables, names);
    }

    private void awaitReplay(Connection connection) throws SQLException {
        long until = System.nanoTime() + REPLAY.toNanos();
        try (PreparedStatement replayed =
                connection.prepareStatement("select pg_last_wal_replay_lsn() >= cast(? as pg_lsn)")) {
            replayed.setString(1, lost.end().toString());
            while (!isTrue(replayed)) {
                if (System.nanoTime() > until) {
                    throw new SQLException("it has not replayed its log up to " + lost.end());
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }

    private static boolean isTrue(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static Map<Long, String> databases(Connection connection) throws SQLException {
        Map<Long, String> databases = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select oid, datname from pg_database where datallowconn")) {
            while (rows.next()) {
                databases.put(rows.getLong(1), rows.getString(2));
            }
        }
        return databases;
    }

    private void write(Connection connection, RelationFile file, String prefix) throws SQLException, IOException {
        try (PreparedStatement table = connection.prepareStatement(TABLE)) {
            table.setLong(1, file.tablespace());
            table.setLong(2, file.number());
            try (ResultSet row = table.executeQuery()) {
                if (!row.next()) {
                    return;
                }
                String name = prefix + row.getString(1);
                names.put(file.toString(), name);
                if (row.getBoolean(3)) {
                    write(connection, row.getString(2), name, lost.blocks().get(file));
                }
            }
        }
    }

    private void write(Connection connection, String table, String name, @Nullable SortedSet<Long> blocks)
            throws SQLException, IOException {
        if (blocks == null) {
            return;
        }
        Path file = folder.resolve("%d-%s.csv".formatted(tables.size() + 1, name.replaceAll("[^A-Za-z0-9_.-]", "_")));
        long rows = 0;
        boolean whole = lost.whole();
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.setOwner(file, owner);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            boolean first = true;
            for (LostPlaces.Range range : LostPlaces.ranges(blocks)) {
                Copied copied = copy(connection, sql(table, range), first, out);
                rows += copied.rows();
                whole &= copied.whole();
                first = false;
            }
        }
        if (rows == 0 && whole) {
            Files.delete(file);
        } else {
            tables.add(new KeptRows.Table(name, String.valueOf(file.getFileName()), rows, whole));
        }
    }

    private record Copied(long rows, boolean whole) {}

    /** Of all rows of these blocks those of lost transactions. */
    private Copied copy(Connection connection, String sql, boolean headed, OutputStream out)
            throws SQLException, IOException {
        CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(sql);
        boolean header = true;
        long rows = 0;
        for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
            boolean wanted = header ? headed : lost.writers().contains(transaction(line));
            if (wanted && line.length > bytesLeft) {
                copy.cancelCopy();
                return new Copied(rows, false);
            }
            if (wanted) {
                out.write(line);
                bytesLeft -= line.length;
                rows += header ? 0 : 1;
            }
            header = false;
        }
        return new Copied(rows, true);
    }

    private static long transaction(byte[] line) {
        long number = 0;
        for (int i = 0; line[i] != ','; i++) {
            number = number * 10 + line[i] - '0';
        }
        return number;
    }

    private static String sql(String table, LostPlaces.Range range) {
        return """
                copy (select t.xmin as lost_transaction, t.* from only %s as t
                       where t.ctid >= '(%d,0)' and t.ctid < '(%d,0)')
                  to stdout with (format csv, header, encoding 'UTF8')
                """.formatted(table, range.first(), range.last() + 1);
    }
}
