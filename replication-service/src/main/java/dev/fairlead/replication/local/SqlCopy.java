package dev.fairlead.replication.local;

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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A base copy for where {@code pg_basebackup} is missing: PostgreSQL's low-level backup over one connection, which reads the
 * files by the functions that {@code pg_rewind} reads them by. Of the log only the
 * histories of its timelines are copied: the slot of whoever is to follow keeps the rest.
 */
final class SqlCopy {

    private static final int CHUNK = 1 << 20;

    private static final String TABLESPACES =
            "select exists (select from pg_tablespace where spcname not in ('pg_default', 'pg_global'))";

    /** Without the contents of folders that belong to the running server only. */
    private static final String ENTRIES = """
            with recursive entry (path, is_folder) as (
              select name, isdir from pg_ls_dir('.', true, false) as name, pg_stat_file(name, true)
              union all
              select path || '/' || name, isdir
                from entry, pg_ls_dir(path, true, false) as name, pg_stat_file(path || '/' || name, true)
               where is_folder
                 and (path not in ('pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots',
                                   'pg_stat_tmp', 'pg_subtrans')
                      or name like '%.history')
                 and name not like 'pgsql_tmp%')
            select path, is_folder from entry
             where is_folder is not null and path not in ('postmaster.pid', 'postmaster.opts', 'standby.signal')
             order by path
            """;

    private final Connection connection;
    private final UserPrincipal owner;

    SqlCopy(Connection connection, UserPrincipal owner) {
        this.connection = connection;
        this.owner = owner;
    }

    private record Entry(String path, boolean isFolder) {}

    /** Copies into a folder that is not there yet. */
    void to(Path target) throws IOException, SQLException {
        try (Statement statement = connection.createStatement()) {
            requireNoTablespaces(statement);
            statement.execute("select pg_backup_start('fairlead', true)");
            folder(target);
            try (PreparedStatement read = connection.prepareStatement("select pg_read_binary_file(?, ?, ?, true)")) {
                for (Entry entry : entries(statement)) {
                    if (entry.isFolder()) {
                        folder(target.resolve(entry.path()));
                    } else {
                        copy(read, entry.path(), target.resolve(entry.path()));
                    }
                }
            }
            for (String folder : List.of("archive_status", "summaries")) {
                folder(target.resolve("pg_wal").resolve(folder));
            }
            try (ResultSet row = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
                row.next();
                Path label = target.resolve("backup_label");
                Files.writeString(label, row.getString(1));
                Files.setOwner(label, owner);
            }
        }
    }

    private static void requireNoTablespaces(Statement statement) throws SQLException, IOException {
        try (ResultSet row = statement.executeQuery(TABLESPACES)) {
            row.next();
            if (row.getBoolean(1)) {
                throw new IOException("it has tablespaces, which a copy does not move");
            }
        }
    }

    private static List<Entry> entries(Statement statement) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(ENTRIES)) {
            while (rows.next()) {
                entries.add(new Entry(rows.getString(1), rows.getBoolean(2)));
            }
        }
        return entries;
    }

    private void folder(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.setOwner(folder, owner);
        }
    }

    /** A file that was removed meanwhile is left out: the log knows. */
    private void copy(PreparedStatement read, String path, Path target) throws IOException, SQLException {
        byte[] chunk = chunk(read, path, 0);
        if (chunk == null) {
            return;
        }
        Files.createFile(target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.setOwner(target, owner);
        try (OutputStream out = Files.newOutputStream(target)) {
            for (long at = 0; chunk != null; at += chunk.length, chunk = next(read, path, at, chunk)) {
                out.write(chunk);
            }
        }
    }

    private static byte @Nullable [] next(PreparedStatement read, String path, long at, byte[] last)
            throws SQLException {
        return last.length < CHUNK ? null : chunk(read, path, at);
    }

    private static byte @Nullable [] chunk(PreparedStatement read, String path, long at) throws SQLException {
        read.setString(1, path);
        read.setLong(2, at);
        read.setLong(3, CHUNK);
        try (ResultSet row = read.executeQuery()) {
            row.next();
            return row.getBytes(1);
        }
    }
}
