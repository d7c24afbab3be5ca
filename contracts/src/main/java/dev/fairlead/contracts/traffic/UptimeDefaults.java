package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application's spec leaves out, by its uptime objective. The only place where these are chosen; what the spec says is
 * never touched. The reasons, with the figures, are in {@code docs/adr/0012-an-objective-chooses-defaults.md}.
 *
 * @param intervalMs of probes, start to start
 * @param headroomPercent of each pool's capacity that is kept free
 */
record UptimeDefaults(int intervalMs, int headroomPercent, Failback failback, Recovery recovery) {

    static final UptimeDefaults NO_OBJECTIVE = new UptimeDefaults(1_000, 20, Failback.HOLD, Recovery.AT_ONCE);

    /** Without a person, but on probation: ten minutes of health, then growing parts of the share. */
    private static final Recovery CAREFUL = new Recovery(
            Duration.ofMinutes(10).toMillis(),
            null,
            List.of(10, 25, 50),
            Duration.ofMinutes(5).toMillis());

    /** Of an objective that this version does not know: as of none. */
    static UptimeDefaults of(@Nullable Uptime uptime) {
        return switch (uptime == null ? "" : uptime.objective()) {
            case "99.9" -> new UptimeDefaults(5_000, 10, Failback.HOLD, Recovery.AT_ONCE);
            case "99.95" -> new UptimeDefaults(2_000, 20, Failback.AUTO, CAREFUL);
            case "99.99" -> new UptimeDefaults(1_000, 30, Failback.AUTO, CAREFUL);
            default -> NO_OBJECTIVE;
        };
    }
}
