package dev.fairlead.health.history;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.probe.ProbeResult;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Probes of one endpoint from one vantage point that came to the same, one after the other: all that has to be kept of them so
 * that they can be judged again by another check. Late ones are not among them, because they count for nothing.
 *
 * @param reason in words, the same for each
 * @param worstMs the longest that one of them took
 */
public record ProbeRun(
        UUID id,
        RegionName vantagePoint,
        Endpoint endpoint,
        Outcome outcome,
        String reason,
        Starts starts,
        int worstMs) {

    /** What probes came to. */
    public enum Outcome {
        PASSED,
        /** Passed, but took longer than the check of that time allowed. */
        SLOW,
        FAILED;

        private static Outcome of(ProbeResult result, HealthCheck check) {
            if (!result.passed()) {
                return FAILED;
            }
            return result.slow(check) ? SLOW : PASSED;
        }
    }

    static ProbeRun begunBy(ProbeResult first, RegionName vantagePoint, HealthCheck check) {
        return new ProbeRun(
                UUID.randomUUID(),
                vantagePoint,
                first.endpoint(),
                Outcome.of(first, check),
                first.reason(),
                Starts.of(first.startedAt()),
                latencyMs(first));
    }

    /** The run with one more probe; absent: another run begins with that one. */
    @Nullable ProbeRun with(ProbeResult next, HealthCheck check) {
        boolean same = outcome == Outcome.of(next, check) && reason.equals(next.reason());
        return same && starts.goOnAt(next.startedAt(), check)
                ? new ProbeRun(
                        id,
                        vantagePoint,
                        endpoint,
                        outcome,
                        reason,
                        starts.and(next.startedAt()),
                        Math.max(worstMs, latencyMs(next)))
                : null;
    }

    private static int latencyMs(ProbeResult result) {
        return Math.toIntExact(result.latency().toMillis());
    }
}
