package dev.fairlead.traffic.region;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;

/**
 * The plans in force in one region, as it tells them to the others.
 *
 * @param isolated whether that region hears no majority, or has not decided anew since it did: what it remembers may be old
 * @param intent version of the intent that it holds; 0: none, or it is of an earlier version that does not say
 */
public record RegionPlans(boolean isolated, long intent, List<RoutingPlan> plans) {

    public RegionPlans {
        plans = List.copyOf(plans);
    }
}
