package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much users ask for, so that no data center is sent more than its pool can take.
 *
 * @param perSecond requests per second by country code, by name of an audience of the policy, or of {@code everyone} else
 * @param headroomPercent how much of each pool's capacity is kept free; absent: as the application's uptime objective
 *     has it
 */
public record Demand(Map<String, Long> perSecond, @Nullable Integer headroomPercent) {

    /** More than a data center ever served. */
    public static final long MOST = 1_000_000_000_000L;

    public Demand {
        perSecond = Map.copyOf(required(perSecond, "perSecond"));
        perSecond.forEach((who, requests) -> inRange(requests, 0, MOST, "perSecond"));
        if (headroomPercent != null) {
            inRange(headroomPercent, 0, 90, "headroomPercent");
        }
    }

    @Override
    public Integer headroomPercent() {
        return requireNonNullElse(headroomPercent, UptimeDefaults.NO_OBJECTIVE.headroomPercent());
    }

    /** The same, and what it leaves out as an uptime objective has it. */
    Demand filled(UptimeDefaults defaults) {
        return headroomPercent != null ? this : new Demand(perSecond, defaults.headroomPercent());
    }
}
