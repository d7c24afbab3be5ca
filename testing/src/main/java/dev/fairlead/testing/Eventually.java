package dev.fairlead.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Waits until an assertion holds: for what happens on another thread or in another process. */
public final class Eventually {

    private static final Duration POLL = Duration.ofMillis(20);

    private Eventually() {}

    /** Repeats the assertion until it holds; after {@code patience} its last failure is thrown. */
    public static void eventually(Duration patience, ThrowingCallable assertion) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                assertion.call();
                return;
            } catch (Throwable failure) {
                if (System.nanoTime() > deadline) {
                    throw failure instanceof Error error
                            ? error
                            : new AssertionError("did not hold within " + patience, failure);
                }
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }
}
