package dev.fairlead.health.probe;

import dev.fairlead.contracts.health.Endpoint;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Spreads first probes over the interval: by endpoint, so that they do not bunch, and by the vantage point's turn. */
final class Phase {

    private Phase() {}

    /**
     * How long until the endpoint's next turn, from 0 to below {@code interval}. Turns are told by the time of day, so that
     * whichever replica probes an endpoint keeps its rhythm, and the first probe after another one's last is the next.
     */
    static long until(Endpoint endpoint, Stagger stagger, long interval, Instant now) {
        long time = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        return Math.floorMod(of(endpoint, stagger, interval) - time, interval);
    }

    /** From 0 to below {@code interval}; the same for the same arguments in every process. */
    static long of(Endpoint endpoint, Stagger stagger, long interval) {
        long mixed = endpoint.toString().hashCode() * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        return (Math.floorMod(mixed ^ (mixed >>> 32), interval) + stagger.offset(interval)) % interval;
    }
}
