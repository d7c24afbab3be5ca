package dev.fairlead.gateway.rfc2136;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * In what the answers differ from what was decided for an application, because plain records cannot say it.
 *
 * @param uneven whether equal parts are not its shares
 * @param mixed whether some audience is to be answered otherwise than everyone else
 */
record Shortfall(ApplicationName application, boolean uneven, boolean mixed) {

    static Shortfall of(RoutingPlan plan) {
        return new Shortfall(plan.application(), !EqualParts.of(plan).keepShares(), EqualParts.mixAudiences(plan));
    }

    /** For operators. */
    static List<String> inWords(List<Shortfall> all) {
        List<String> parts = new ArrayList<>();
        List<String> uneven = names(all, Shortfall::uneven);
        if (!uneven.isEmpty()) {
            parts.add("equal parts instead of shares (%s)".formatted(Some.of(uneven)));
        }
        List<String> mixed = names(all, Shortfall::mixed);
        if (!mixed.isEmpty()) {
            parts.add("one answer to all audiences (%s)".formatted(Some.of(mixed)));
        }
        return parts;
    }

    private static List<String> names(List<Shortfall> all, Predicate<Shortfall> which) {
        return all.stream()
                .filter(which)
                .map(Shortfall::application)
                .map(ApplicationName::value)
                .toList();
    }
}
