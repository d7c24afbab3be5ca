package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plans in force as this gateway believes them, one for each application. An epoch never goes back; an application
 * that the source no longer names keeps its plan for a while, because a source that has just started may not know it yet.
 * Where many go at once, more likely by an accident than by somebody's will, they stay for long enough to be noticed.
 *
 * @param missing the applications that the source no longer names, and since when
 */
record HeldPlans(Map<ApplicationName, RoutingPlan> plans, Map<ApplicationName, Instant> missing) {

    /** How long the source has to leave an application out before its plan is given up. */
    static final Duration REMOVAL_GRACE = Duration.ofSeconds(10);

    /** The same where more than {@link #MOST_AT_ONCE} go, and more than {@link #MOST_PERCENT_AT_ONCE} of all. */
    static final Duration MASS_REMOVAL_GRACE = Duration.ofHours(1);

    static final int MOST_AT_ONCE = 10;
    static final int MOST_PERCENT_AT_ONCE = 30;

    HeldPlans {
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans)); // nearly in order, which makes sorting cheap
        missing = Map.copyOf(missing);
    }

    static HeldPlans none() {
        return new HeldPlans(Map.of(), Map.of());
    }

    /** Takes in the source's whole list; plans with an epoch below the one held are rejected. */
    Accepted accept(List<RoutingPlan> said, Instant asked) {
        Map<ApplicationName, RoutingPlan> next = LinkedHashMap.newLinkedHashMap(said.size());
        List<RoutingPlan> rejected = new ArrayList<>();
        for (RoutingPlan plan : said) {
            RoutingPlan twice = next.get(plan.application());
            RoutingPlan known = twice == null ? plans.get(plan.application()) : twice;
            if (known != null && plan.epoch() < known.epoch()) {
                rejected.add(plan);
                next.put(known.application(), known);
            } else {
                next.put(plan.application(), plan.equals(known) ? known : plan); // the same object is compared at once
            }
        }
        Map<ApplicationName, Instant> absent = new TreeMap<>();
        for (ApplicationName application : plans.keySet()) {
            if (!next.containsKey(application)) {
                absent.put(application, missing.getOrDefault(application, asked));
            }
        }
        Duration grace = tooMany(absent.size(), plans.size()) ? MASS_REMOVAL_GRACE : REMOVAL_GRACE;
        absent.values().removeIf(since -> !since.plus(grace).isAfter(asked));
        absent.keySet().forEach(application -> next.put(application, plans.get(application)));
        return new Accepted(new HeldPlans(next, absent), rejected);
    }

    /** Whether so many are missing that it looks like an accident. */
    boolean holdsTooManyMissing() {
        return tooMany(missing.size(), plans.size());
    }

    static boolean tooMany(int gone, int of) {
        return gone > MOST_AT_ONCE && gone * 100 > of * MOST_PERCENT_AT_ONCE;
    }

    /** In order of application. */
    List<RoutingPlan> list() {
        return plans.values().stream()
                .sorted(Comparator.comparing(RoutingPlan::application))
                .toList();
    }

    /** What became of the source's list. */
    record Accepted(HeldPlans held, List<RoutingPlan> rejected) {}
}
