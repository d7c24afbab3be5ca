package dev.fairlead.lab.check;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import dev.fairlead.quickstart.demo.Parallel;
import dev.fairlead.quickstart.story.Obeyable;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the plans of all regions: a data center that stands keeps its share everywhere, and regions that hear each
 * other differ about no application for long.
 */
final class Plans {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A look that took longer shows what was, not what is. */
    private static final Duration TRUSTED_LOOK = Duration.ofMillis(800);

    private final Lab lab;
    private final Supplier<Harms> harms;
    private final Limits limits;
    private final Tally tally;
    private final Map<String, Boolean> movedBefore = new HashMap<>();
    private final LongAdder looks = new LongAdder();
    private final LongAdder late = new LongAdder();
    private Map<Difference, Ongoing> ongoing = Map.of();

    Plans(Lab lab, Supplier<Harms> harms, Limits limits, Tally tally) {
        this.lab = lab;
        this.harms = harms;
        this.limits = limits;
        this.tally = tally;
    }

    private record Difference(RegionName one, RegionName other, ApplicationName application) {}

    /** @param told whether it was counted, which is done once */
    private record Ongoing(long since, boolean told) {}

    /** Looks once at all regions. */
    void compare() {
        Harms before = harms.get();
        Map<RegionName, Map<ApplicationName, RoutingPlan>> seen = plans(before);
        if (!harms.get().equals(before)) {
            return;
        }
        seen.forEach((region, plans) -> {
            if (before.decides(region)) {
                moves(region, plans, before);
            }
        });
        differences(seen, before, System.nanoTime());
    }

    private Map<RegionName, Map<ApplicationName, RoutingPlan>> plans(Harms harmed) {
        Map<RegionName, Map<ApplicationName, RoutingPlan>> seen = new ConcurrentHashMap<>();
        Parallel.run(lab.regions().stream()
                .filter(harmed::answers)
                .map(region -> (Runnable) () -> look(region, seen))
                .toList());
        return seen;
    }

    private void look(RegionName region, Map<RegionName, Map<ApplicationName, RoutingPlan>> seen) {
        long began = System.nanoTime();
        try {
            Map<ApplicationName, RoutingPlan> plans = new TreeMap<>();
            lab.gateway(region, PATIENCE).plans().forEach(plan -> plans.put(plan.application(), plan));
            if (System.nanoTime() - began > TRUSTED_LOOK.toNanos()) {
                late.increment();
            } else {
                looks.increment();
                seen.put(region, plans);
            }
        } catch (IOException e) {
            // not there: the users will notice
        }
    }

    private void moves(RegionName region, Map<ApplicationName, RoutingPlan> plans, Harms harmed) {
        RoutingPlan plan = plans.get(ApplicationName.of(LabResources.STEADY));
        if (plan == null) {
            tally.violated(Invariant.WRONG_MOVES, region + " has no plan for " + LabResources.STEADY);
            return;
        }
        for (Standing standing : plan.standings()) {
            boolean must = lab.regions().stream()
                    .filter(harmed::stands)
                    .anyMatch(each -> DemoDataCenter.in(each).equals(standing.dataCenter()));
            boolean wrong = must && standing.state() != Standing.State.SERVING;
            Boolean was = movedBefore.put(region + " " + standing.dataCenter(), wrong);
            if (wrong && !Boolean.TRUE.equals(was)) {
                tally.violated(
                        Invariant.WRONG_MOVES,
                        "%s: %s is %s: %s"
                                .formatted(region, standing.dataCenter(), standing.state(), standing.reason()));
            }
        }
    }

    private void differences(Map<RegionName, Map<ApplicationName, RoutingPlan>> seen, Harms harmed, long now) {
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
        mine.forEach((application, plan) -> {
            RoutingPlan there = theirs.get(application);
            if (there == null || !Obeyable.of(plan).equals(Obeyable.of(there))) {
                found.put(
                        new Difference(one, other, application),
                        "%s: %s says %s, %s says %s".formatted(application, one, text(plan), other, text(there)));
            }
        });
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

    String summary() {
        return "%d looks at plans, %d more too slow to count".formatted(looks.sum(), late.sum());
    }
}
