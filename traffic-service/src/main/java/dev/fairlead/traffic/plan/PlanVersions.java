package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.traffic.plan.PlansInForce.InForce;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plans in force, and which of them each of the last changes touched, so that whoever knows an older version is told what
 * is new to him and no more. A version is never used twice, also not by another process: one that is unknown here is told all.
 *
 * @param past in order of time; what one touched came right after it
 */
record PlanVersions(InForce now, List<Past> past) {

    private static final int MOST = 100;

    /** Beside those of the last change: what a reader missed is soon as much to tell as all there is. */
    private static final int MOST_TOUCHED = 10_000;

    PlanVersions {
        past = List.copyOf(past);
    }

    /** A version that is not in force any more, and which applications' plans the next one changed, brought or took away. */
    record Past(String version, Set<ApplicationName> touched) {

        Past {
            touched = Set.copyOf(touched);
        }
    }

    static PlanVersions beginning(InForce first) {
        return new PlanVersions(first, List.of());
    }

    PlanVersions and(InForce next) {
        List<Past> all = new ArrayList<>(past);
        all.add(new Past(now.version(), touched(now.plans(), next.plans())));
        int from = all.size() - 1;
        int touched = 0;
        while (from > 0 && all.size() - from < MOST) {
            touched += all.get(from - 1).touched().size();
            if (touched > MOST_TOUCHED) {
                break;
            }
            from--;
        }
        return new PlanVersions(next, all.subList(from, all.size()));
    }

    private static Set<ApplicationName> touched(
            Map<ApplicationName, RoutingPlan> before, Map<ApplicationName, RoutingPlan> after) {
        Set<ApplicationName> touched = new HashSet<>();
        after.forEach((application, plan) -> {
            if (!plan.equals(before.get(application))) {
                touched.add(application);
            }
        });
        before.keySet().stream()
                .filter(application -> !after.containsKey(application))
                .forEach(touched::add);
        return touched;
    }

    /** What is new to somebody who knows this version; all where it is not remembered. */
    PlanListing since(String known) {
        for (int i = 0; i < past.size(); i++) {
            if (past.get(i).version().equals(known)) {
                return since(past.subList(i, past.size()));
            }
        }
        return known.equals(now.version())
                ? since(List.of())
                : new PlanListing(List.copyOf(now.plans().values()), null);
    }

    private PlanListing since(List<Past> missed) {
        Set<ApplicationName> touched = new TreeSet<>();
        missed.forEach(past -> touched.addAll(past.touched()));
        List<RoutingPlan> changed = new ArrayList<>();
        List<ApplicationName> removed = new ArrayList<>();
        for (ApplicationName application : touched) {
            RoutingPlan plan = now.plans().get(application);
            if (plan == null) {
                removed.add(application);
            } else {
                changed.add(plan);
            }
        }
        return new PlanListing(
                changed,
                new PlanListing.Change(
                        removed,
                        now.plans().size(),
                        PlanListing.digestOf(now.plans().values())));
    }
}
