package dev.fairlead.replication.local;

import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.replication.sample.Credentials;
import dev.fairlead.replication.sample.MemberConnections;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/** Makes the data of a stopped server that of another one again: by a rewind, or by a new copy. */
final class Rebuild {

    private static final Logger log = LoggerFactory.getLogger(Rebuild.class);

    /** A database of many terabytes is copied within it. */
    private static final Duration LIMIT = Duration.ofHours(24);

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
    private static final String MAY_NOT = "42501";
    private static final String NEEDS_CHECKSUMS = "either data checksums or \"wal_log_hints = on\"";

    private static final String IS_CHECKPOINTED = """
            select (select timeline_id from pg_control_checkpoint())
                   = ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
            """;

    private final LocalProperties.Server server;
    private final ServerFiles files;
    private final Programs programs;
    private final KeptLog kept;
    private final Alone alone;

    /** Starts the stopped server for this service alone, and stops it again. */
    interface Alone {
        void use(AloneServer.Use use) throws IOException;
    }

    Rebuild(LocalProperties.Server server, ServerFiles files, Programs programs, Alone alone) {
        this.alone = alone;
        this.server = server;
        this.files = files;
        this.programs = programs;
        this.kept = new KeptLog(server, files, programs);
    }

    /** Of a server that was stopped in order, as a primary or as a standby. */
    void rewind(EndpointAddress source, Credentials.Login login, String databaseName) throws IOException {
        requireCheckpoint(source, login, databaseName);
        try (PasswordFile password = PasswordFile.create(login, files.owner())) {
            List<String> arguments = List.of(
                    "--target-pgdata=" + server.dataDirectory(),
                    "--source-server=" + ConnectionText.to(source, login.user()).with("dbname", databaseName),
                    "--no-ensure-shutdown");
            String said = rewind(password.environment(), arguments, List.of("--dry-run"));
            Optional<DivergedLog> diverged = DivergedLog.in(said);
            if (diverged.isEmpty()) {
                log.info("server={} step=rewind state=not-needed", server.address());
                return;
            }
            keep(diverged.get(), login, databaseName);
            files.beginRewind();
            rewind(password.environment(), arguments, List.of());
            files.endRewind();
        }
    }

    private void keep(DivergedLog diverged, Credentials.Login login, String databaseName) throws IOException {
        kept.keep(diverged);
        if (kept.hasRows(diverged.timeline())) {
            return;
        }
        try {
            LostPlaces places = kept.places(diverged);
            if (places.writers().isEmpty()) {
                return;
            }
            alone.use(reached -> {
                try {
                    kept.keepRows(diverged, places, reached, databaseName, login.user());
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            });
        } catch (IOException | RuntimeException e) { // the log stays
            log.warn("server={} state=rows-not-kept reason=\"{}\"", server.address(), e.getMessage());
        }
    }

    private String rewind(Map<String, String> environment, List<String> arguments, List<String> more)
            throws IOException {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        try {
            return programs.run(LIMIT, environment, "pg_rewind", all);
        } catch (IOException e) {
            String said = String.valueOf(e.getMessage());
            if (said.contains(NEEDS_CHECKSUMS)) {
                throw new RewindImpossibleException(said);
            }
            throw e;
        }
    }

    Optional<LostLog> takenBack(long timeline) throws IOException {
        return kept.read(timeline);
    }

    Optional<KeptRows> keptRows(long timeline) throws IOException {
        return kept.rows(timeline);
    }

    /** Keeps what a copy that takes the place of the stopped server's data does not have; a rewind that began has done so. */
    void keepBefore(Path copy, Credentials.Login login, String databaseName) throws IOException {
        Path wal = server.dataDirectory().resolve("pg_wal");
        if (Files.isDirectory(wal) && !files.halfRewound()) {
            Optional<DivergedLog> diverged = DivergedLog.between(wal, copy.resolve("pg_wal"));
            if (diverged.isPresent()) {
                keep(diverged.get(), login, databaseName);
            }
        }
    }

    /**
     * A server that took over says in its control file which timeline it is on only after its first checkpoint; until then a
     * rewind against it believes that there is nothing to take back.
     */
    private static void requireCheckpoint(EndpointAddress source, Credentials.Login login, String databaseName)
            throws IOException {
        try (Connection connection = connect(source, login, databaseName);
                Statement statement = connection.createStatement()) {
            checkpoint(statement);
            try (ResultSet row = statement.executeQuery(IS_CHECKPOINTED)) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new IOException(
                            "%s has not written a checkpoint since it took over: try again, or run CHECKPOINT there"
                                    .formatted(source));
                }
            }
        } catch (SQLException e) {
            throw new IOException("%s cannot be asked for a checkpoint: %s".formatted(source, e.getMessage()), e);
        }
    }

    private static Connection connect(EndpointAddress source, Credentials.Login login, String databaseName)
            throws SQLException {
        return MemberConnections.open(source, databaseName, login, "fairlead-rebuild", LONGEST_ANSWER);
    }

    private static void checkpoint(Statement statement) throws SQLException {
        try {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            if (!MAY_NOT.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** A copy beside the data; one that was broken off is begun again. */
    Path copy(EndpointAddress source, Credentials.Login login, String databaseName, String slot) throws IOException {
        Path copy = server.beside("copy");
        FileSystemUtils.deleteRecursively(copy);
        if (programs.has("pg_basebackup")) {
            baseBackup(copy, source, login, slot);
        } else {
            readFiles(copy, source, login, databaseName);
        }
        return copy;
    }

    private void baseBackup(Path copy, EndpointAddress source, Credentials.Login login, String slot)
            throws IOException {
        try (PasswordFile password = PasswordFile.create(login, files.owner())) {
            programs.run(
                    LIMIT,
                    password.environment(),
                    "pg_basebackup",
                    List.of(
                            "--pgdata=" + copy,
                            "--dbname=" + ConnectionText.to(source, login.user()),
                            "--slot=" + slot,
                            "--wal-method=stream",
                            "--checkpoint=fast",
                            "--no-password"));
        }
    }

    private void readFiles(Path copy, EndpointAddress source, Credentials.Login login, String databaseName)
            throws IOException {
        try (Connection connection = connect(source, login, databaseName)) {
            new SqlCopy(connection, files.owner()).to(copy);
        } catch (SQLException e) {
            throw new IOException("%s cannot be copied: %s".formatted(source, e.getMessage()), e);
        }
    }
}
