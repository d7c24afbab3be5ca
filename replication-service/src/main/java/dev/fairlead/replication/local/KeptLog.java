package dev.fairlead.replication.local;

import dev.fairlead.replication.timeline.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** The log that a server had and another history has not, kept beside its data: a folder for each timeline that was left. */
final class KeptLog {

    private static final Logger log = LoggerFactory.getLogger(KeptLog.class);

    private static final Duration LIMIT = Duration.ofHours(1);

    /** Written last: a folder without it is half kept. */
    private static final String FROM = "from";

    /** Written last, too: what is in the files of rows. */
    private static final String ROWS = "rows.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final LocalProperties.Server server;
    private final ServerFiles files;
    private final Programs programs;

    KeptLog(LocalProperties.Server server, ServerFiles files, Programs programs) {
        this.server = server;
        this.files = files;
        this.programs = programs;
    }

    private Path folder(long timeline) {
        return server.beside("diverged-" + timeline);
    }

    void keep(DivergedLog diverged) throws IOException {
        Path kept = folder(diverged.timeline());
        Files.createDirectories(kept);
        Files.setOwner(kept, files.owner());
        if (!diverged.equals(diverged(diverged.timeline()).orElse(null))) {
            Files.deleteIfExists(kept.resolve(ROWS));
        }
        diverged.keep(server.dataDirectory().resolve("pg_wal"), kept);
        files.write(kept.resolve(FROM), diverged.from() + "\n");
        log.info("server={} diverged_at={} kept_in={}", server.address(), diverged.from(), kept);
    }

    /** What was kept of a timeline; empty: nothing. */
    Optional<LostLog> read(long timeline) throws IOException {
        Optional<DivergedLog> diverged = diverged(timeline);
        return diverged.isEmpty()
                ? Optional.empty()
                : Optional.of(dump(diverged.get()).from(diverged.get()));
    }

    private Optional<DivergedLog> diverged(long timeline) throws IOException {
        Path from = folder(timeline).resolve(FROM);
        return Files.exists(from)
                ? Optional.of(new DivergedLog(
                        timeline, Lsn.parse(Files.readString(from).strip())))
                : Optional.empty();
    }

    private LogDump dump(DivergedLog diverged) throws IOException {
        Path folder = folder(diverged.timeline());
        LogDump dump = new LogDump();
        if (diverged.isEmptyIn(folder)) {
            return dump;
        }
        programs.read(
                LIMIT,
                Map.of("TZ", "UTC"),
                "pg_waldump",
                List.of("--path=" + folder, "--timeline=" + diverged.timeline(), "--start=" + diverged.from()),
                dump::read);
        if (!dump.isWhole()) {
            throw new IOException("the log in %s cannot be read: %s".formatted(folder, dump.lastWord()));
        }
        return dump;
    }

    /** Where the rows of what was kept stand. */
    LostPlaces places(DivergedLog diverged) throws IOException {
        return dump(diverged).places(diverged);
    }

    /** Keeps the rows of what was kept, read by the server that wrote them. */
    void keepRows(DivergedLog diverged, LostPlaces places, AloneServer server, String databaseName, String role)
            throws IOException, SQLException {
        Path folder = folder(diverged.timeline());
        KeptRows rows = new RowFiles(places, folder, files.owner()).write(server, databaseName, role);
        files.write(folder.resolve(ROWS), JSON.writeValueAsString(rows));
        log.info(
                "server={} tables_with_lost_rows={} kept_in={}",
                this.server.address(),
                rows.tables().size(),
                folder);
    }

    /** Empty: they could not be read, or there was nothing. */
    Optional<KeptRows> rows(long timeline) throws IOException {
        Path rows = folder(timeline).resolve(ROWS);
        return Files.exists(rows)
                ? Optional.of(JSON.readValue(Files.readString(rows), KeptRows.class))
                : Optional.empty();
    }

    boolean hasRows(long timeline) {
        return Files.exists(folder(timeline).resolve(ROWS));
    }
}
