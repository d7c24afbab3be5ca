package dev.fairlead.service.database;

import dev.fairlead.service.problem.Problem;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Operators' writes, each in one transaction that takes effect once. Who loses the connection at the commit cannot know
 * whether it was done: the write leaves its id in {@code write_id}, and its repetition under the same id waits for a first
 * attempt that is still under way and does nothing when that was done. This holds also where the first attempt reached the
 * old primary and the second the new one, as far as that lost no commit.
 */
public final class OnceWriter {

    private static final Logger log = LoggerFactory.getLogger(OnceWriter.class);

    /** Later there is no time left in which the caller would hear of the repetition. */
    private static final Duration REPEATED_WITHIN = Duration.ofSeconds(4);

    /** One statement, because the primary may be far away. */
    private static final String TAKE_ID = """
            with old as (delete from write_id where at < now() - interval '1 hour')
            insert into write_id (id, at) values (?, now()) on conflict do nothing
            """;

    private final TransactionTemplate transactions;
    private final JdbcClient jdbc;

    OnceWriter(PlatformTransactionManager transactions, JdbcClient jdbc) {
        this.transactions = new TransactionTemplate(transactions);
        this.jdbc = jdbc;
    }

    /**
     * Runs the change in a transaction, once more if nobody knows what became of the first. Its result is that of the run
     * that took effect.
     *
     * @throws Problem {@code OUTCOME_UNKNOWN} if it is still not known
     */
    public <T> T write(Supplier<T> change) {
        Attempt<T> attempt = new Attempt<>(UUID.randomUUID(), change);
        long begun = System.nanoTime();
        try {
            return attempt.run();
        } catch (RuntimeException e) {
            if (!attempt.ambiguous(e)) {
                throw e;
            }
            log.warn("write={} state=ambiguous reason=\"{}\"", attempt.id, e.getMessage());
            if (System.nanoTime() - begun > REPEATED_WITHIN.toNanos()) {
                throw unknown();
            }
        }
        return repeated(attempt);
    }

    private static <T> T repeated(Attempt<T> attempt) {
        try {
            return attempt.run();
        } catch (RuntimeException e) {
            if (!DatabaseLoss.in(e)) {
                throw e;
            }
            throw unknown();
        }
    }

    private static Problem unknown() {
        return Problem.notReady(
                "OUTCOME_UNKNOWN",
                "the database went away while the change was committed: it is in force as a whole or not at all;"
                        + " read it, or send the same request again");
    }

    /** One write, in as many transactions as it takes. */
    private final class Attempt<T> {

        private final UUID id;
        private final Supplier<T> change;
        private @Nullable T result;
        private boolean committing;

        Attempt(UUID id, Supplier<T> change) {
            this.id = id;
            this.change = change;
        }

        T run() {
            transactions.executeWithoutResult(status -> {
                if (jdbc.sql(TAKE_ID).param(id).update() == 1) {
                    result = change.get();
                }
                committing = true;
            });
            return Objects.requireNonNull(result);
        }

        /** Whether the transaction may have been committed. */
        boolean ambiguous(RuntimeException e) {
            return committing && DatabaseLoss.in(e);
        }
    }
}
