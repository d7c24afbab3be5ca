package dev.fairlead.traffic.region;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.service.region.Contact;
import dev.fairlead.traffic.steering.Elsewhere;
import dev.fairlead.traffic.steering.Rejoin;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is heard of the other regions, and of the other replicas of this one, at one moment; by the name of each.
 *
 * @param contact with the regions; replicas do not count
 * @param plans of those that were heard lately and are not isolated
 * @param memories of those that are: no facts, but perhaps newer than what this region remembers
 * @param replicas what the other replicas told
 */
public record Heard(
        Contact contact,
        Map<String, Map<ApplicationName, RoutingPlan>> plans,
        Map<String, Map<ApplicationName, RoutingPlan>> memories,
        Collection<Told> replicas) {

    /** How the application stands in them. */
    public Elsewhere elsewhere(ApplicationName application) {
        if (plans.isEmpty() && !contact.isolated()) {
            return Elsewhere.NOWHERE;
        }
        Map<String, List<Standing>> standings = new TreeMap<>();
        plans.forEach((witness, all) -> {
            RoutingPlan plan = all.get(application);
            if (plan != null) {
                standings.put(witness, plan.standings());
            }
        });
        return new Elsewhere(contact.isolated(), standings);
    }

    /** The application's plan to decide on: after isolation what the others went on with, else its own. */
    public @Nullable RoutingPlan previous(ApplicationName application, @Nullable RoutingPlan own, boolean rejoins) {
        return rejoins ? Rejoin.memory(own, of(plans, application), of(memories, application)) : own;
    }

    private static List<RoutingPlan> of(
            Map<String, Map<ApplicationName, RoutingPlan>> told, ApplicationName application) {
        return new TreeMap<>(told)
                .values().stream()
                        .map(all -> all.get(application))
                        .filter(Objects::nonNull)
                        .toList();
    }
}
