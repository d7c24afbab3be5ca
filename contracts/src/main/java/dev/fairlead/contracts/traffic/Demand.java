package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static dev.fairlead.contracts.InvalidFieldException.required;
import static java.util.Objects.requireNonNullElse;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much users ask for, so that no data center is sent more than its pool can take.
 *
 * @param perSecond requests per second by country code, by name of an audience of the policy, or of {@code everyone} else;
 *     may be left out where it is observed
 * @param headroomPercent how much of each pool's capacity is kept free; absent: as the application's uptime objective
 *     has it
 * @param observed whether decisions go by what data planes count, and {@code perSecond} is only the least that is
 *     expected; default false
 */
public record Demand(Map<String, Long> perSecond, @Nullable Integer headroomPercent, Boolean observed) {

    /** More than a data center ever served. */
    public static final long MOST = 1_000_000_000_000L;

    public Demand {
        observed = requireNonNullElse(observed, false);
        Map<String, Long> told = observed ? requireNonNullElse(perSecond, Map.of()) : required(perSecond, "perSecond");
        perSecond = Map.copyOf(told);
        perSecond.forEach((who, requests) -> inRange(requests, 0, MOST, "perSecond"));
        if (headroomPercent != null) {
            inRange(headroomPercent, 0, 90, "headroomPercent");
        }
    }

    /** One that is told and not observed. */
    public Demand(Map<String, Long> perSecond, @Nullable Integer headroomPercent) {
        this(perSecond, headroomPercent, false);
    }

    @Override
    public Integer headroomPercent() {
        return requireNonNullElse(headroomPercent, UptimeDefaults.NO_OBJECTIVE.headroomPercent());
    }

    /** The same, and what it leaves out as an uptime objective has it. */
    Demand filled(UptimeDefaults defaults) {
        return headroomPercent != null ? this : new Demand(perSecond, defaults.headroomPercent(), observed);
    }
}
