package dev.fairlead.health.probe;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import java.time.Duration;
import java.time.Instant;

/**
 * What one probe found; only probes that may count come to this.
 *
 * @param startedAt by this vantage point's clock, never the same twice and never running backwards
 * @param latency from the start of the probe to its result
 * @param reason the result in words, such as {@code connection refused}
 */
public record ProbeResult(Endpoint endpoint, Instant startedAt, Duration latency, boolean passed, String reason) {

    /** Whether it passed, but took longer than the check allows. */
    public boolean slow(HealthCheck check) {
        Integer limit = check.slowMs();
        return limit != null && passed && latency.toMillis() > limit;
    }
}
