package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.problem.Problem;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The plan of every application, in memory. Until the stored plans were loaded nothing is told: an empty list would look
 * to a data plane like an order to send nobody anywhere.
 */
@Component
class PlansInForce {

    private volatile @Nullable PlanVersions versions;

    /** What history has: in force until the first decision. */
    void load(Map<ApplicationName, RoutingPlan> stored, boolean isolated) {
        set(stored, isolated, false);
    }

    void replace(Map<ApplicationName, RoutingPlan> wanted, boolean isolated) {
        set(wanted, isolated, true);
    }

    private void set(Map<ApplicationName, RoutingPlan> wanted, boolean isolated, boolean decided) {
        SortedMap<ApplicationName, RoutingPlan> sorted = new TreeMap<>(wanted);
        InForce next = new InForce(
                Collections.unmodifiableSortedMap(sorted),
                isolated,
                decided,
                UUID.randomUUID().toString());
        PlanVersions before = versions;
        versions = before == null ? PlanVersions.beginning(next) : before.and(next);
    }

    boolean loaded() {
        return versions != null;
    }

    @Nullable RoutingPlan of(ApplicationName application) {
        return now().plans().get(application);
    }

    InForce now() {
        return versions().now();
    }

    PlanVersions versions() {
        PlanVersions loaded = versions;
        if (loaded == null) {
            throw Problem.notReady("PLANS_NOT_LOADED", "the plans in force are not loaded yet");
        }
        return loaded;
    }

    /**
     * The plans at one moment.
     *
     * @param isolated whether they were last decided without a majority of the regions, or are only loaded
     * @param decided whether this process decided them, rather than loaded them
     * @param version another one for each change
     */
    record InForce(Map<ApplicationName, RoutingPlan> plans, boolean isolated, boolean decided, String version) {}
}
