package dev.fairlead.health.probe;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;

/** Spreads first probes over the interval: by endpoint, so that they do not bunch, and by vantage point, so that regions are staggered. */
final class Phase {

    private Phase() {}

    /** From 0 to below {@code interval}; the same for the same arguments in every process. */
    static long of(Endpoint endpoint, RegionName vantagePoint, long interval) {
        long mixed = (endpoint + "@" + vantagePoint).hashCode() * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        return Math.floorMod(mixed ^ (mixed >>> 32), interval);
    }
}
