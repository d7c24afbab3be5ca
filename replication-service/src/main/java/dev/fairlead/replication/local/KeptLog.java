package dev.fairlead.replication.local;

import dev.fairlead.replication.timeline.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log that a server had and another history has not, kept beside its data: a folder for each timeline that was left. */
final class KeptLog {

    private static final Logger log = LoggerFactory.getLogger(KeptLog.class);

    private static final Duration LIMIT = Duration.ofHours(1);

    /** Written last: a folder without it is half kept. */
    private static final String FROM = "from";

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
        diverged.keep(server.dataDirectory().resolve("pg_wal"), kept);
        files.write(kept.resolve(FROM), diverged.from() + "\n");
        log.info("server={} diverged_at={} kept_in={}", server.address(), diverged.from(), kept);
    }

    /** What was kept of a timeline; empty: nothing. */
    Optional<LostLog> read(long timeline) throws IOException {
        Path from = folder(timeline).resolve(FROM);
        if (!Files.exists(from)) {
            return Optional.empty();
        }
        DivergedLog diverged =
                new DivergedLog(timeline, Lsn.parse(Files.readString(from).strip()));
        LogDump dump = new LogDump();
        if (diverged.isEmptyIn(folder(timeline))) {
            return Optional.of(dump.from(diverged));
        }
        programs.read(
                LIMIT,
                Map.of("TZ", "UTC"),
                "pg_waldump",
                List.of("--path=" + folder(timeline), "--timeline=" + timeline, "--start=" + diverged.from()),
                dump::read);
        if (!dump.isWhole()) {
            throw new IOException("the log in %s cannot be read: %s".formatted(folder(timeline), dump.lastWord()));
        }
        return Optional.of(dump.from(diverged));
    }
}
