package dev.fairlead.service.database;

import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the tables are there. Brings them up to date or waits for them, behind a start that waits a moment only: until
 * then the service lives and is not ready. Once there they stay there, so a database that goes away later changes nothing.
 */
public final class Schema implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

    private final Migrations migrations;
    private final Duration patience;
    private final DataSource reading;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final List<Runnable> waiting = new ArrayList<>();
    private volatile String missing = "the database does not answer";
    private volatile boolean there;
    private volatile @Nullable RuntimeException broken;
    private volatile @Nullable Loop loop;

    /**
     * @param patience how long a start waits for the tables, so that a short absence of the database costs nothing that is
     *     stored
     * @param reading where it is seen whether the tables are there
     */
    Schema(Migrations migrations, Duration patience, DataSource reading) {
        this.migrations = migrations;
        this.patience = patience;
        this.reading = reading;
    }

    /** Begins; returns when the tables are there, else after a moment. Fails if a migration does. */
    void prepare(Flyway flyway) {
        loop = Loop.start("schema", LONGEST_RETRY, () -> pass(flyway));
        try {
            if (!decided.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("schema=missing state=waiting reason=\"{}\"", missing);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        RuntimeException failure = broken;
        if (failure != null) {
            throw failure;
        }
    }

    private Pass pass(Flyway flyway) {
        if (there) {
            return new Pass.Settled();
        }
        try {
            Optional<String> reason = look(flyway);
            if (reason.isPresent()) {
                missing = reason.get();
                return new Pass.Retry(missing);
            }
            log.info("schema=there migrations={}", migrations);
            arrived();
            return new Pass.Settled();
        } catch (RuntimeException e) {
            missing = String.valueOf(e.getMessage());
            broken = e;
            decided.countDown();
            return new Pass.NeedsOperator(missing);
        }
    }

    /** Why the tables are not there; empty: they are. */
    private Optional<String> look(Flyway flyway) {
        try {
            if (migrations == Migrations.AT_START) {
                patient(flyway, flyway.getConfiguration().getDataSource()).migrate();
                return Optional.empty();
            }
        } catch (RuntimeException e) {
            if (!away(e)) {
                throw e;
            }
        }
        try {
            int pending = patient(flyway, reading).info().pending().length;
            return pending == 0 ? Optional.empty() : Optional.of(pending + " migrations are not applied");
        } catch (RuntimeException e) {
            if (!away(e)) {
                throw e;
            }
            return Optional.of("the database does not answer");
        }
    }

    /** Without the retries of Flyway itself: the loop has them. */
    private static Flyway patient(Flyway flyway, DataSource source) {
        return Flyway.configure(flyway.getConfiguration().getClassLoader())
                .configuration(flyway.getConfiguration())
                .dataSource(source)
                .connectRetries(0)
                .load();
    }

    private static boolean away(RuntimeException e) {
        return e instanceof FlywaySqlUnableToConnectToDbException || DatabaseLoss.in(e);
    }

    private void arrived() {
        List<Runnable> told;
        synchronized (waiting) {
            there = true;
            broken = null;
            told = List.copyOf(waiting);
            waiting.clear();
        }
        decided.countDown();
        told.forEach(Runnable::run);
    }

    /** Runs it now, or on another thread when the tables are there. */
    public void whenThere(Runnable action) {
        synchronized (waiting) {
            if (!there) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /** What the service begins from, if the database answers now; empty: it begins without. */
    public <T> Optional<T> atStart(Supplier<T> read) {
        if (!there) {
            return Optional.empty();
        }
        try {
            return Optional.of(read.get());
        } catch (RuntimeException e) {
            if (!DatabaseLoss.in(e)) {
                throw e;
            }
            log.warn("schema=there state=unreadable reason=\"{}\"", e.getMessage());
            return Optional.empty();
        }
    }

    /** Why the tables are not there; empty: they are. */
    Optional<String> missing() {
        return there ? Optional.empty() : Optional.of(missing);
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }
}
