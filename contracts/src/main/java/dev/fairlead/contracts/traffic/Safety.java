package dev.fairlead.contracts.traffic;

import static dev.fairlead.contracts.InvalidFieldException.inRange;
import static java.util.Objects.requireNonNullElse;

/**
 * What no change by an operator or a run may do to the application's users, unless it overrules the rule by name. Failing over
 * is no change: it never waits for a rule.
 *
 * @param minimumDataCenters how many have to get users; default 1
 * @param minimumCapacityPercent how much of all pools' capacity has to be left where users go; default 0
 * @param mostMovedPercent how many users one change may move; default 100
 * @param mostMovedPerMinutePercent how many users may be moved within a minute; default 100
 */
public record Safety(
        Integer minimumDataCenters,
        Integer minimumCapacityPercent,
        Integer mostMovedPercent,
        Integer mostMovedPerMinutePercent) {

    private static final int ALL = 100;

    public Safety {
        minimumDataCenters = (int) inRange(requireNonNullElse(minimumDataCenters, 1), 0, 1_000, "minimumDataCenters");
        minimumCapacityPercent =
                (int) inRange(requireNonNullElse(minimumCapacityPercent, 0), 0, ALL, "minimumCapacityPercent");
        mostMovedPercent = (int) inRange(requireNonNullElse(mostMovedPercent, ALL), 0, ALL, "mostMovedPercent");
        mostMovedPerMinutePercent =
                (int) inRange(requireNonNullElse(mostMovedPerMinutePercent, ALL), 0, ALL, "mostMovedPerMinutePercent");
    }

    @SuppressWarnings("NullAway") // every component has a default
    public static Safety defaults() {
        return new Safety(null, null, null, null);
    }
}
