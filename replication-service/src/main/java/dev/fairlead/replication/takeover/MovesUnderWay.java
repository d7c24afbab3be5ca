package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.runs.Runs;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The run that moves a database's primary now, for whoever must not get in its way. */
@Component
public final class MovesUnderWay {

    private final Runs runs;

    MovesUnderWay(Runs runs) {
        this.runs = runs;
    }

    public Optional<String> of(DatabaseName database) {
        return runs.running(TakeoverKind.GROUP, database.value());
    }
}
