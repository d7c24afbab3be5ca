package dev.fairlead.service.database;

import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads of what is kept in memory, each by one statement and so of one moment, that never go back in time. The first may
 * come from a replica, which is better than nothing; every later one comes from the primary or not at all, because a replica
 * may be behind what was read before, and a drain that was known must not be forgotten.
 */
public final class ForwardReads {

    private final TransactionTemplate primary;
    private final TransactionTemplate anyone;
    private volatile boolean begun;

    public ForwardReads(PlatformTransactionManager transactions) {
        this.primary = new TransactionTemplate(transactions);
        this.anyone = new TransactionTemplate(transactions, primary);
        anyone.setReadOnly(true);
    }

    /** Runs the one statement in a transaction; the primary may be far away, so that each further one would cost. */
    public <T> T read(Supplier<T> reading) {
        T result = Objects.requireNonNull((begun ? primary : anyone).execute(status -> reading.get()));
        begun = true;
        return result;
    }
}
