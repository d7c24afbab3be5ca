package dev.fairlead.replication.takeover;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.database.Schema;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** Looks now and then which primaries may go back. How long all was well each instance knows by itself, from its start on. */
@Component
final class FailbackWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final DatabaseCatalog catalog;
    private final Failbacks failbacks;
    private volatile @Nullable Loop loop;

    FailbackWatch(
            Runs runs,
            SwitchoverKind switchover,
            DatabaseCatalog catalog,
            Suspects suspects,
            TakeoverBlocks blocks,
            WriteObstacles obstacles,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            InstantSource clock,
            Schema schema) {
        this.catalog = catalog;
        this.failbacks = new Failbacks(runs, switchover, suspects, blocks, obstacles, jdbc, transactions, clock);
        schema.whenThere(() -> loop = Loop.start("failbacks", EVERY, this::look));
    }

    private Pass look() {
        failbacks.look(catalog.specs());
        return new Pass.Settled();
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
