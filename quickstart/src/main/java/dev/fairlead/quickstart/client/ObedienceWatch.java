package dev.fairlead.quickstart.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Asks a data plane the same question every 20 ms, and remembers when the last answer came that a user could not use:
 * from the next one on it obeys.
 */
public final class ObedienceWatch implements AutoCloseable {

    private static final long EVERY = Duration.ofMillis(20).toNanos();

    private final Thread thread;
    private volatile boolean closed;
    private volatile State state;

    /** @param usable asks once, and says whether a user could use the answer */
    public ObedienceWatch(BooleanSupplier usable) {
        this.state = new State(0, Optional.empty(), Duration.ZERO);
        this.thread = Thread.ofPlatform().daemon().name("obedience").start(() -> watch(usable));
    }

    private void watch(BooleanSupplier usable) {
        long due = System.nanoTime();
        while (!closed) {
            Duration late = Duration.ofNanos(Math.max(0, System.nanoTime() - due));
            Instant asked = Instant.now();
            boolean answer = usable.getAsBoolean();
            state = state.with(answer, asked, late);
            due = Math.max(due + EVERY, System.nanoTime());
            while (!closed && System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    /** What was seen until now. */
    public State state() {
        return state;
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * @param unusable answers that a user could not use
     * @param obeyed when the first usable answer after these was asked for; absent while there is none
     * @param worstLateness of a question against its schedule: how far the figures can be trusted
     */
    public record State(int unusable, Optional<Instant> obeyed, Duration worstLateness) {

        State with(boolean usable, Instant asked, Duration late) {
            Duration worst = late.compareTo(worstLateness) > 0 ? late : worstLateness;
            if (!usable) {
                return new State(unusable + 1, Optional.empty(), worst);
            }
            return new State(unusable, obeyed.isPresent() ? obeyed : Optional.of(asked), worst);
        }

        /** Whether it has obeyed for this long. */
        public boolean obeyedFor(Duration quiet) {
            return obeyed.filter(since -> since.plus(quiet).isBefore(Instant.now()))
                    .isPresent();
        }
    }
}
