package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.traffic.HealthCheck.ErrorRate;
import dev.fairlead.contracts.traffic.HealthCheck.HoldDown;
import org.jspecify.annotations.Nullable;

/**
 * What of a health check is to have been otherwise. Only what probes come to can be, not how they are made: those that were
 * made are all there are.
 *
 * @param fall absent, like each of these: as the check has it
 */
public record CheckChange(
        @Nullable Integer fall,
        @Nullable Integer rise,
        @Nullable ErrorRate errorRate,
        @Nullable HoldDown holdDown) {

    /** Nothing. */
    public static final CheckChange NONE = new CheckChange(null, null, null, null);

    public CheckChange {
        if (fall != null) {
            inRange(fall, 1, 100, "fall");
        }
        if (rise != null) {
            inRange(rise, 1, 100, "rise");
        }
    }

    /** The check with this in it. */
    public HealthCheck appliedTo(HealthCheck check) {
        return new HealthCheck(
                check.kind(),
                check.path(),
                check.intervalMs(),
                check.timeoutMs(),
                check.confirmEveryMs(),
                requireNonNullElse(fall, check.fall()),
                requireNonNullElse(rise, check.rise()),
                check.host(),
                check.headers(),
                check.expect(),
                check.tls(),
                check.service(),
                check.slowMs(),
                requireNonNullElse(errorRate, check.errorRate()),
                requireNonNullElse(holdDown, check.holdDown()),
                check.holdConnection());
    }
}
