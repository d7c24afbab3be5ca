package dev.fairlead.lab.check;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.quickstart.story.Obeyable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Regions that hear each other differ about no application for long. */
final class Differences {

    private final Limits limits;
    private final Tally tally;
    private Map<Difference, Ongoing> ongoing = Map.of();

    Differences(Limits limits, Tally tally) {
        this.limits = limits;
        this.tally = tally;
    }

    private record Difference(RegionName one, RegionName other, ApplicationName application) {}

    /** @param told whether it was counted, which is done once */
    private record Ongoing(long since, boolean told) {}

    /**
     * Judges the plans of those regions that were seen.
     *
     * @param now of the look, in nanoseconds from any beginning
     */
    void judge(Map<RegionName, Map<ApplicationName, RoutingPlan>> seen, Harms harmed, long now) {
        Map<Difference, Ongoing> still = new HashMap<>();
        for (RegionName one : seen.keySet()) {
            for (RegionName other : seen.keySet()) {
                if (one.compareTo(other) < 0 && harmed.comparable(one, other)) {
                    differences(one, other, seen).forEach((difference, text) -> {
                        Ongoing before = ongoing.getOrDefault(difference, new Ongoing(now, false));
                        boolean tooLong =
                                now - before.since() > limits.difference().toNanos();
                        if (tooLong && !before.told()) {
                            tally.violated(Invariant.DIFFERING_PLANS, text);
                        }
                        still.put(difference, new Ongoing(before.since(), tooLong));
                    });
                }
            }
        }
        ongoing = still;
    }

    private static Map<Difference, String> differences(
            RegionName one, RegionName other, Map<RegionName, Map<ApplicationName, RoutingPlan>> seen) {
        Map<ApplicationName, RoutingPlan> mine = seen.getOrDefault(one, Map.of());
        Map<ApplicationName, RoutingPlan> theirs = seen.getOrDefault(other, Map.of());
        Map<Difference, String> found = new HashMap<>();
        Set<ApplicationName> applications = new HashSet<>(mine.keySet());
        applications.addAll(theirs.keySet());
        for (ApplicationName application : applications) {
            RoutingPlan here = mine.get(application);
            RoutingPlan there = theirs.get(application);
            if (here == null || there == null || !Obeyable.of(here).equals(Obeyable.of(there))) {
                found.put(
                        new Difference(one, other, application),
                        "%s: %s says %s, %s says %s".formatted(application, one, text(here), other, text(there)));
            }
        }
        return found;
    }

    private static String text(@Nullable RoutingPlan plan) {
        return plan == null
                ? "nothing"
                : "TTL %d, %s, decided at %s"
                        .formatted(
                                plan.ttlSeconds(),
                                plan.standings().stream()
                                        .map(standing -> standing.dataCenter() + " " + standing.state())
                                        .toList(),
                                plan.decidedAt());
    }
}
