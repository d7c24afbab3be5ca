package dev.fairlead.replication.takeover;

import dev.fairlead.postgres.FreePorts;
import dev.fairlead.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/**
 * The data of a trio before anybody wrote to it, made once for all tests of the JVM: it takes longer than most of them. The
 * servers leave writing to disk to the machine, which is never cut off here.
 */
final class TrioData {

    private static final Map<Path, Path> MADE = new HashMap<>();

    private TrioData() {}

    /**
     * Puts the data of {@code east}, {@code west} and {@code europe} into a folder.
     *
     * @param programs the folder of the PostgreSQL that makes it
     */
    static void copyTo(Path folder, Path programs) throws IOException, SQLException {
        for (String server : List.of("east", "west", "europe")) {
            Path data = folder.resolve(server);
            FileSystemUtils.copyRecursively(made(programs).resolve(server), data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static synchronized Path made(Path programs) throws IOException, SQLException {
        Path before = MADE.get(programs);
        if (before != null) {
            return before;
        }
        Path folder = Files.createTempDirectory("fairlead-trio");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        make(folder, programs);
        MADE.put(programs, folder);
        return folder;
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void make(Path folder, Path programs) throws SQLException {
        try (PostgresServer primary = PostgresServer.create(
                programs,
                folder.resolve("east"),
                FreePorts.next(),
                Map.of(
                        "wal_receiver_timeout", "2s",
                        "wal_sender_timeout", "2s",
                        "wal_retrieve_retry_interval", "200ms",
                        "fsync", "off"))) {
            primary.start();
            for (String sql : List.of(
                    "create role fairlead login replication password 'secret'",
                    "grant pg_monitor, pg_signal_backend, pg_checkpoint to fairlead",
                    "grant alter system on parameter primary_conninfo, default_transaction_read_only to fairlead",
                    "grant execute on function pg_reload_conf() to fairlead",
                    "grant execute on function pg_promote(boolean, integer) to fairlead",
                    "create role app login password 'app'",
                    "create table rows (n int primary key)",
                    "grant insert, select on rows to app")) {
                Trio.execute(primary, sql);
            }
            primary.cloneTo(folder.resolve("west"), primary.port(), "west");
            primary.cloneTo(folder.resolve("europe"), primary.port(), "europe");
        }
    }
}
