package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.elements;
import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.InvalidFieldException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a data center that was down gets its users back. Failing over never waits for any of it.
 *
 * @param stableForMs how long it has to be healthy before it comes back by itself; default 0
 * @param window when it may come back by itself; absent: at any time
 * @param rampPercent the parts of its share that it gets one after the other; default: all at once
 * @param stepMs how long each part lasts; default 5 minutes. A part in which some of its endpoints are down lasts until they are up
 */
public record Recovery(Long stableForMs, @Nullable Window window, List<Integer> rampPercent, Long stepMs) {

    private static final long WEEK_MS = Duration.ofDays(7).toMillis();

    /** Back at once, when the failback policy lets it. */
    @SuppressWarnings("NullAway") // every component has a default
    public static final Recovery AT_ONCE = new Recovery(null, null, null, null);

    public Recovery {
        stableForMs = inRange(requireNonNullElse(stableForMs, 0L), 0, WEEK_MS, "stableForMs");
        rampPercent = elements(requireNonNullElse(rampPercent, List.of()), "rampPercent");
        stepMs = inRange(requireNonNullElse(stepMs, Duration.ofMinutes(5).toMillis()), 1_000, WEEK_MS, "stepMs");
        int before = 0;
        for (int percent : rampPercent) {
            if (percent <= before || percent > 99) {
                throw new InvalidFieldException(
                        "rampPercent", "parts of a ramp grow and are between 1 and 99: the whole comes after them");
            }
            before = percent;
        }
    }

    /** Whether one that is healthy since then may come back by itself. */
    public boolean allows(Instant healthySince, Instant now) {
        boolean stable = stableForMs == 0 || !now.isBefore(healthySince.plusMillis(stableForMs));
        return stable && (window == null || window.contains(now));
    }

    /**
     * Some hours of some days.
     *
     * @param days default: all
     * @param to not before {@code from}: a window ends on the day it begins
     * @param zone default UTC
     */
    public record Window(List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

        public Window {
            days = elements(requireNonNullElse(days, List.of(DayOfWeek.values())), "days");
            zone = requireNonNullElse(zone, ZoneId.of("UTC"));
            if (days.isEmpty()) {
                throw new InvalidFieldException("days", "a window without days never opens");
            }
            if (!required(from, "from").isBefore(required(to, "to"))) {
                throw new InvalidFieldException("to", "the window ends at %s, not after %s".formatted(to, from));
            }
        }

        boolean contains(Instant now) {
            ZonedDateTime there = now.atZone(zone);
            LocalTime time = there.toLocalTime();
            return days.contains(there.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }

        @Override
        public String toString() {
            return "%s to %s %s on %s".formatted(from, to, zone, days);
        }
    }
}
