package dev.fairlead.traffic.region;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;

/**
 * The plans in force in one region, as it tells them to the others.
 *
 * @param isolated whether that region hears no majority, or has not decided anew since it did: what it remembers may be old
 */
public record RegionPlans(boolean isolated, List<RoutingPlan> plans) {

    public RegionPlans {
        plans = List.copyOf(plans);
    }
}
