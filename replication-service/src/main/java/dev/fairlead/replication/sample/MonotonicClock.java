package dev.fairlead.replication.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that never goes back and that nobody sets: ages measured by it are true even when the system's time is corrected. */
public final class MonotonicClock implements InstantSource {

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return start.plus(Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
