package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.problem.Problem;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The plan of every application, in memory. Until the stored plans were loaded nothing is told: an empty list would look
 * to a data plane like an order to send nobody anywhere.
 */
@Component
class PlansInForce {

    private volatile @Nullable Map<ApplicationName, RoutingPlan> plans;

    void replace(Map<ApplicationName, RoutingPlan> wanted) {
        Map<ApplicationName, RoutingPlan> sorted = new TreeMap<>(Comparator.naturalOrder());
        sorted.putAll(wanted);
        plans = Collections.unmodifiableMap(sorted);
    }

    boolean loaded() {
        return plans != null;
    }

    List<RoutingPlan> all() {
        return List.copyOf(known().values());
    }

    @Nullable RoutingPlan of(ApplicationName application) {
        return known().get(application);
    }

    Map<ApplicationName, RoutingPlan> known() {
        Map<ApplicationName, RoutingPlan> loaded = plans;
        if (loaded == null) {
            throw Problem.notReady("PLANS_NOT_LOADED", "the plans in force are not loaded yet");
        }
        return loaded;
    }
}
