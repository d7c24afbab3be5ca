package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Asks for the same few clients again and again, and remembers when the last answer came that a client could not use:
 * from then on the data plane obeys.
 */
final class ObedienceWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(20);

    private final Thread thread;
    private final DataCenterName lost;
    private volatile boolean closed;
    private volatile State state;

    /** Starts to ask; {@code clients} are those who were at the lost data center. */
    ObedienceWatch(DataCenterName lost, List<Client> clients, Function<Client, Users.Sent> ask) {
        this.lost = lost;
        this.state = new State(0, Instant.now(), Optional.empty());
        this.thread = Thread.ofPlatform().daemon().name("obedience").start(() -> watch(clients, ask));
    }

    private void watch(List<Client> clients, Function<Client, Users.Sent> ask) {
        for (int i = 0; !closed; i++) {
            Instant asked = Instant.now();
            boolean usable = ask.apply(clients.get(i % clients.size())) instanceof Users.Sent.To(DataCenterName to)
                    && !to.equals(lost);
            state = state.with(usable, asked);
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    /** What was seen until now. */
    State state() {
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
     * @param unusable answers that a client could not use
     * @param lastUnusable when the last of these was asked for
     * @param obeyed when the first usable answer after it was asked for; absent while there is none
     */
    record State(int unusable, Instant lastUnusable, Optional<Instant> obeyed) {

        State with(boolean usable, Instant asked) {
            if (!usable) {
                return new State(unusable + 1, asked, Optional.empty());
            }
            return obeyed.isPresent() ? this : new State(unusable, lastUnusable, Optional.of(asked));
        }
    }
}
