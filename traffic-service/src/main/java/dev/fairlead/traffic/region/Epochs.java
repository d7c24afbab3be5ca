package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Replicas decide the same at slightly different moments, so under different epochs. Whoever reads one after the other would
 * refuse every second answer. So a plan that tells data planes the same as another replica's gets the higher epoch of both;
 * it is the epoch that is taken over, never the decision.
 */
public final class Epochs {

    private Epochs() {}

    /** @return the same map where no epoch changes */
    public static Map<ApplicationName, RoutingPlan> joined(
            Map<ApplicationName, RoutingPlan> own, PlanDigests digests, Collection<Told> replicas) {
        Map<ApplicationName, RoutingPlan> raised = new HashMap<>();
        for (Told told : replicas) {
            own.values().forEach(plan -> {
                RoutingPlan theirs = told.plans().get(plan.application());
                RoutingPlan mine = raised.getOrDefault(plan.application(), plan);
                if (theirs != null
                        && theirs.epoch() > mine.epoch()
                        && digests.agree(plan.application(), told.digests())) {
                    raised.put(plan.application(), under(theirs.epoch(), plan));
                }
            });
        }
        if (raised.isEmpty()) {
            return own;
        }
        Map<ApplicationName, RoutingPlan> joined = new HashMap<>(own);
        joined.putAll(raised);
        return joined;
    }

    private static RoutingPlan under(long epoch, RoutingPlan plan) {
        return new RoutingPlan(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                epoch,
                plan.decidedAt(),
                plan.proof(),
                plan.audiences(),
                plan.standings(),
                plan.writeRoute());
    }
}
