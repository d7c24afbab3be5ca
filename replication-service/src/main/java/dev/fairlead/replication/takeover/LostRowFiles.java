package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.replication.local.KeptRows;
import dev.fairlead.replication.local.LocalServer;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.service.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The files of rows that moves lost. They stay on the machine of the old primary: only who stands beside it hands them out. */
@Component
final class LostRowFiles {

    private final Losses losses;
    private final LocalServers locals;

    LostRowFiles(Losses losses, LocalServers locals) {
        this.losses = losses;
        this.locals = locals;
    }

    /** Refused with 404 when there is no such file, with 409 when it is another instance's. */
    Path find(DatabaseName name, DatabaseSpec spec, String run, String file) {
        LostWrites lost =
                losses.of(run).filter(told -> told.database().equals(name)).orElseThrow(() -> none(run, file));
        LostWrites.Log log = lost.log();
        if (log == null) {
            throw none(run, file);
        }
        KeptRows kept = rows(beside(spec, lost), log.timeline()).orElseThrow(() -> none(run, file));
        return kept.tables().stream()
                .map(KeptRows.Table::file)
                .filter(file::equals)
                .findFirst()
                .map(found -> Path.of(kept.folder()).resolve(found))
                .orElseThrow(() -> none(run, file));
    }

    private LocalServer beside(DatabaseSpec spec, LostWrites lost) {
        return spec.members().stream()
                .filter(member -> member.dataCenter().equals(lost.dataCenter()))
                .flatMap(member -> locals.at(member.address()).stream())
                .findFirst()
                .orElseThrow(() -> Problem.conflict(
                        "ROWS_ELSEWHERE",
                        "the rows are on the machine of the server in %s: only the service beside it hands them out"
                                .formatted(lost.dataCenter())));
    }

    private static Optional<KeptRows> rows(LocalServer server, long timeline) {
        try {
            return server.keptRows(timeline);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Problem none(String run, String file) {
        return Problem.notFound("UNKNOWN_ROWS", "run %s kept no rows in %s".formatted(run, file));
    }
}
