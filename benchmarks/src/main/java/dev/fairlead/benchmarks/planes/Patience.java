package dev.fairlead.benchmarks.planes;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens in another process. */
public final class Patience {

    /** For ten thousand of anything. */
    static final Duration LONG = Duration.ofSeconds(90);

    private Patience() {}

    public static void await(String what, Duration patience, Duration pause, BooleanSupplier condition) {
        await(() -> what, patience, pause, condition);
    }

    /**
     * Asks until the condition holds.
     *
     * @param what is waited for, to say when it was in vain
     * @param pause between questions
     */
    public static void await(Supplier<String> what, Duration patience, Duration pause, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new InVainException("waited %d s in vain for %s".formatted(patience.toSeconds(), what.get()));
            }
            LockSupport.parkNanos(pause.toNanos());
        }
    }

    /** What a server, or Fairlead, could not do in time; a result, and no reason to end a benchmark. */
    public static final class InVainException extends RuntimeException {

        InVainException(String message) {
            super(message);
        }
    }
}
