package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingOverride.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's word on a data center's health, which counts in place of what the probes say.
 *
 * @param up whether its endpoints count as up, or as down
 * @param since when it was given
 */
record HealthOrder(boolean up, Instant since, String sentence) {

    /** Absent: the probes count. */
    static @Nullable HealthOrder about(DataCenterName dataCenter, Situation situation) {
        return about(dataCenter, situation.application().name(), situation.orders(), situation.now());
    }

    static @Nullable HealthOrder about(
            DataCenterName dataCenter, ApplicationName application, Orders orders, Instant now) {
        RoutingOverride first = null;
        for (RoutingOverride override : orders.overrides()) {
            if ((override.kind() == Kind.TREAT_AS_UP || override.kind() == Kind.TREAT_AS_DOWN)
                    && override.isAbout(dataCenter)
                    && override.actsOn(application, now)
                    && (first == null || Orders.RANK.compare(override, first) < 0)) {
                first = override;
            }
        }
        return first == null ? null : of(first);
    }

    private static HealthOrder of(RoutingOverride override) {
        boolean up = override.kind() == Kind.TREAT_AS_UP;
        return new HealthOrder(
                up,
                override.createdAt(),
                "treated as %s by %s until %s: %s"
                        .formatted(up ? "up" : "down", override.author(), override.expiresAt(), override.reason()));
    }
}
