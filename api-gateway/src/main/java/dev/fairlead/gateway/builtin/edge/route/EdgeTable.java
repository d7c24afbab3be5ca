package dev.fairlead.gateway.builtin.edge.route;

import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The plans by host, as one immutable value.
 *
 * @param plans by host in lower case, without a final dot
 */
public record EdgeTable(Map<String, RoutingPlan> plans) {

    /** Knows no host. */
    public static final EdgeTable EMPTY = new EdgeTable(Map.of());

    public EdgeTable {
        plans = Map.copyOf(plans);
    }

    public static EdgeTable of(List<RoutingPlan> plans) {
        Map<String, RoutingPlan> byHost = new HashMap<>();
        plans.forEach(plan -> byHost.put(normal(plan.host()), plan));
        return new EdgeTable(byHost);
    }

    /** The plan for a host as a client wrote it. */
    public Optional<RoutingPlan> plan(String host) {
        return Optional.ofNullable(plans.get(normal(host)));
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
