package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Epochs that decisions get besides the growing ones of their own. Replicas decide the same at slightly different moments, so
 * under different epochs. Whoever reads one after the other would refuse every second answer. So a plan that tells data planes the same as another replica's gets the higher epoch of both;
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
                    raised.put(plan.application(), plan.as(theirs.epoch()));
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

    /**
     * No plan is told under an epoch from before the process started. What history has may be older than what data planes hold,
     * because it was written behind or restored from a backup; they would refuse it, also once it is right again.
     *
     * @return the same map where no epoch changes
     */
    public static Map<ApplicationName, RoutingPlan> notBefore(Instant start, Map<ApplicationName, RoutingPlan> plans) {
        long least = start.toEpochMilli();
        if (plans.values().stream().allMatch(plan -> plan.epoch() >= least)) {
            return plans;
        }
        Map<ApplicationName, RoutingPlan> raised = new HashMap<>(plans);
        raised.replaceAll((application, plan) -> plan.epoch() < least ? plan.as(least) : plan);
        return raised;
    }
}
