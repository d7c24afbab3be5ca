package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Tells operators in which applications the answers differ from what was decided, because plain records cannot say it. */
final class Shortfall {

    private Shortfall() {}

    static List<String> of(List<RoutingPlan> plans) {
        List<String> parts = new ArrayList<>();
        List<String> uneven = names(plans, plan -> !EqualParts.of(plan).keepShares());
        if (!uneven.isEmpty()) {
            parts.add("equal parts instead of shares (%s)".formatted(Some.of(uneven)));
        }
        List<String> mixed = names(plans, EqualParts::mixAudiences);
        if (!mixed.isEmpty()) {
            parts.add("one answer to all audiences (%s)".formatted(Some.of(mixed)));
        }
        return parts;
    }

    private static List<String> names(List<RoutingPlan> plans, Predicate<RoutingPlan> which) {
        return plans.stream()
                .filter(which)
                .map(RoutingPlan::application)
                .map(ApplicationName::value)
                .toList();
    }
}
