package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a data plane makes of each plan, made anew only of those that changed since: with ten thousand plans in force, a change of
 * one is not to cost as much as a change of all. For one loop's thread.
 */
public final class PerPlan<T> {

    private final Function<RoutingPlan, T> maker;
    private Map<ApplicationName, Made<T>> made = Map.of();
    private List<RoutingPlan> last = List.of();
    private List<T> ofLast = List.of();

    /** @param maker pure */
    public PerPlan(Function<RoutingPlan, T> maker) {
        this.maker = maker;
    }

    private record Made<T>(RoutingPlan plan, T product) {}

    /** In order of the plans; of an unchanged plan the very same object as before. */
    public List<T> of(List<RoutingPlan> plans) {
        if (plans == last) {
            return ofLast;
        }
        Map<ApplicationName, Made<T>> next = HashMap.newHashMap(plans.size());
        List<T> products = new ArrayList<>(plans.size());
        for (RoutingPlan plan : plans) {
            Made<T> known = made.get(plan.application());
            Made<T> now = known != null && known.plan().equals(plan) ? known : new Made<>(plan, maker.apply(plan));
            next.put(plan.application(), now);
            products.add(now.product());
        }
        made = next;
        last = plans;
        ofLast = Collections.unmodifiableList(products);
        return ofLast;
    }
}
