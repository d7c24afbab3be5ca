package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.problem.Problem;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
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

    private volatile @Nullable InForce inForce;

    /** What history has: in force until the first decision. */
    void load(Map<ApplicationName, RoutingPlan> stored, boolean isolated) {
        set(stored, isolated, false);
    }

    void replace(Map<ApplicationName, RoutingPlan> wanted, boolean isolated) {
        set(wanted, isolated, true);
    }

    private void set(Map<ApplicationName, RoutingPlan> wanted, boolean isolated, boolean decided) {
        Map<ApplicationName, RoutingPlan> sorted = new TreeMap<>(Comparator.naturalOrder());
        sorted.putAll(wanted);
        inForce = new InForce(
                Collections.unmodifiableMap(sorted),
                isolated,
                decided,
                UUID.randomUUID().toString());
    }

    boolean loaded() {
        return inForce != null;
    }

    @Nullable RoutingPlan of(ApplicationName application) {
        return now().plans().get(application);
    }

    InForce now() {
        InForce loaded = inForce;
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
