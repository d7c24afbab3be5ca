package dev.fairlead.quickstart.story;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Waits for what will be so: asks again until it is, also through answers that fail while a service is away. */
final class Patience {

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private Patience() {}

    /** The first value that the question gives; empty when patience ended. */
    static <T> Optional<T> first(Question<T> question) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        do {
            try {
                T value = question.ask();
                if (value != null) {
                    return Optional.of(value);
                }
            } catch (IOException e) {
                // away for the moment
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
        } while (System.nanoTime() < deadline);
        return Optional.empty();
    }

    /** Whether it became so before patience ended. */
    static boolean until(Condition condition) {
        return first(() -> condition.holds() ? Boolean.TRUE : null).isPresent();
    }

    /** Gives null while there is no answer yet. */
    interface Question<T> {
        @Nullable T ask() throws IOException;
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws IOException;
    }
}
