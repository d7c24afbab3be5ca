package dev.fairlead.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/**
 * An online base copy: PostgreSQL's low-level backup API ({@code pg_backup_start}, file copy, {@code pg_backup_stop}),
 * because the packaged binaries hold no {@code pg_basebackup}. The slot is made first, so that it keeps the WAL that the
 * replica has to replay.
 */
final class BaseCopy {

    /** Folders whose contents belong to the running server only. */
    private static final Set<String> EMPTIED = Set.of(
            "pg_wal",
            "pg_replslot",
            "pg_dynshmem",
            "pg_notify",
            "pg_serial",
            "pg_snapshots",
            "pg_stat_tmp",
            "pg_subtrans");

    private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts");

    private final PostgresServer source;

    BaseCopy(PostgresServer source) {
        this.source = source;
    }

    void to(Path target, String name) {
        String slot = name.replace('-', '_');
        try (Connection connection = source.connect("postgres")) {
            createSlot(connection, slot);
            try (Statement statement = connection.createStatement()) {
                statement.execute("select pg_backup_start('clone', true)");
            }
            copy(source.data(), target);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select labelfile, spcmapfile from pg_backup_stop(false)")) {
                row.next();
                Files.writeString(target.resolve("backup_label"), row.getString(1));
                if (!row.getString(2).isEmpty()) {
                    Files.writeString(target.resolve("tablespace_map"), row.getString(2));
                }
            }
            becomeReplica(target, name, slot);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot copy " + source.data() + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy " + source.data() + ": " + e.getMessage(), e);
        }
    }

    private static void createSlot(Connection connection, String slot) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                select pg_create_physical_replication_slot(?, true)
                 where not exists (select from pg_replication_slots where slot_name = ?)
                """)) {
            statement.setString(1, slot);
            statement.setString(2, slot);
            statement.execute();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path relative = from.relativize(folder);
                Files.createDirectory(
                        to.resolve(relative),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return EMPTIED.contains(relative.toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!LEFT_OUT.contains(file.getFileName().toString())) {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                    } catch (NoSuchFileException e) {
                        return FileVisitResult.CONTINUE; // removed while we walked: the WAL knows
                    }
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
    }

    private void becomeReplica(Path target, String name, String slot) throws IOException {
        Files.createDirectories(target.resolve("pg_wal/archive_status"));
        Files.createDirectories(target.resolve("pg_wal/summaries"));
        Files.createFile(target.resolve("standby.signal"));
        Files.writeString(target.resolve("postgresql.auto.conf"), """
                primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s connect_timeout=3'
                primary_slot_name = '%s'
                recovery_target_timeline = 'latest'
                """.formatted(source.port(), name, slot));
    }
}
