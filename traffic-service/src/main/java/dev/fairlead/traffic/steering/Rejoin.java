package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region remembers of an application after it was cut off or restarted. What it remembers itself is from before and may
 * be over since: an outage that was released, data that caught up. So it begins with the newest plan of the regions that went on,
 * as a restart begins with its history, and then decides on its own evidence. Where nobody went on, the newest memory of all counts.
 */
public final class Rejoin {

    private Rejoin() {}

    /**
     * @param own its last plan, absent when it never had one
     * @param wentOn the application's plans in regions that are not isolated
     * @param cutOff its plans in regions that are heard, but were cut off too
     */
    public static @Nullable RoutingPlan memory(
            @Nullable RoutingPlan own, List<RoutingPlan> wentOn, List<RoutingPlan> cutOff) {
        RoutingPlan newest = wentOn.isEmpty() ? newest(own, cutOff) : newest(null, wentOn);
        if (newest == null || (own != null && Steering.saysTheSame(own, newest))) {
            return own;
        }
        return own == newest ? own : as(newest, own);
    }

    private static @Nullable RoutingPlan newest(@Nullable RoutingPlan own, List<RoutingPlan> others) {
        RoutingPlan newest = own;
        for (RoutingPlan plan : others) {
            if (newest == null || plan.epoch() > newest.epoch()) {
                newest = plan;
            }
        }
        return newest;
    }

    private static RoutingPlan as(RoutingPlan newest, @Nullable RoutingPlan own) {
        // the data planes of this region have seen its own
        return newest.as(own == null ? newest.epoch() : Math.max(newest.epoch(), own.epoch() + 1));
    }
}
