package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plans in force as this gateway believes them, one for each application. An epoch never goes back; an application
 * that the source no longer names keeps its plan for a while, because a source that has just started may not know it yet.
 *
 * @param missing the applications that the source no longer names, and since when
 */
record HeldPlans(Map<ApplicationName, RoutingPlan> plans, Map<ApplicationName, Instant> missing) {

    /** How long the source has to leave an application out before its plan is given up. */
    static final Duration REMOVAL_GRACE = Duration.ofSeconds(10);

    HeldPlans {
        plans = Map.copyOf(plans);
        missing = Map.copyOf(missing);
    }

    static HeldPlans none() {
        return new HeldPlans(Map.of(), Map.of());
    }

    /** Takes in the source's whole list; plans with an epoch below the one held are rejected. */
    Accepted accept(List<RoutingPlan> said, Instant asked) {
        Map<ApplicationName, RoutingPlan> next = new TreeMap<>();
        List<RoutingPlan> rejected = new ArrayList<>();
        for (RoutingPlan plan : said) {
            RoutingPlan known = next.getOrDefault(plan.application(), plans.get(plan.application()));
            if (known != null && plan.epoch() < known.epoch()) {
                rejected.add(plan);
                next.put(known.application(), known);
            } else {
                next.put(plan.application(), plan);
            }
        }
        Map<ApplicationName, Instant> absent = new TreeMap<>();
        plans.forEach((application, plan) -> {
            Instant since = missing.getOrDefault(application, asked);
            if (!next.containsKey(application) && since.plus(REMOVAL_GRACE).isAfter(asked)) {
                absent.put(application, since);
                next.put(application, plan);
            }
        });
        return new Accepted(new HeldPlans(next, absent), rejected);
    }

    /** In order of application. */
    List<RoutingPlan> list() {
        return List.copyOf(new TreeMap<>(plans).values());
    }

    /** What became of the source's list. */
    record Accepted(HeldPlans held, List<RoutingPlan> rejected) {}
}
