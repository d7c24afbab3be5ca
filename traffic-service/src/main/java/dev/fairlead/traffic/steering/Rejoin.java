package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a region remembers of an application after it was cut off or restarted. What it remembers itself is from before and may
 * be over since: an outage that was released, data that caught up. So it begins with the newest plan of the regions that went on,
 * as a restart begins with its history, and then decides on its own evidence. Where nobody went on, the newest memory of all counts.
 *
 * <p>One thing of its own stays: an outage of a data center that the others had drained before it began. They sent nobody there, so
 * they hold nothing after the drain; this region did, and nobody can have given back what it lost.
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
        return own == newest || own == null ? newest : as(newest, own);
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

    private static RoutingPlan as(RoutingPlan newest, RoutingPlan own) {
        List<Standing> standings = newest.standings().stream()
                .map(standing -> withOutage(standing, Elsewhere.in(own.standings(), standing.dataCenter())))
                .toList();
        // the data planes of this region have seen its own
        return newest.standing(standings).as(Math.max(newest.epoch(), own.epoch() + 1));
    }

    private static Standing withOutage(Standing there, @Nullable Standing own) {
        if (own == null
                || there.state() != State.DRAINED
                || !FailbackGate.remembersOutage(own)
                || !own.since().isAfter(there.since())) {
            return there;
        }
        return FailbackGate.behindDrain(there, own.since());
    }
}
