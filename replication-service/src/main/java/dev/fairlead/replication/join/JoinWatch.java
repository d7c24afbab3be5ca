package dev.fairlead.replication.join;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.local.LocalProperties;
import dev.fairlead.replication.local.LocalServers;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.takeover.MovesUnderWay;
import dev.fairlead.replication.takeover.member.MemberActions;
import dev.fairlead.service.database.Schema;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks now and then for new members beside this service, where there are servers beside it at all. */
@Component
final class JoinWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(2);

    private final DatabaseCatalog catalog;
    private final Joins joins;
    private volatile @Nullable Loop loop;

    JoinWatch(
            DatabaseCatalog catalog,
            LocalProperties properties,
            LocalServers locals,
            Fleet fleet,
            MovesUnderWay moves,
            MemberActions members,
            Joinings joinings,
            InstantSource clock,
            Schema schema) {
        this.catalog = catalog;
        this.joins = new Joins(locals, new Surroundings(fleet::findings, moves::of, members), members, joinings, clock);
        if (!properties.servers().isEmpty()) {
            schema.whenThere(() -> loop = Loop.start("joins", EVERY, this::look));
        }
    }

    private Pass look() {
        try {
            Map<DatabaseName, DatabaseSpec> specs = new HashMap<>(catalog.specs());
            specs.values().removeIf(DatabaseSpec::everyMemberWrites); // a standby is no writer
            joins.look(specs);
            return new Pass.Settled();
        } catch (IOException e) {
            return new Pass.Retry(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
