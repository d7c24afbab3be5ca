package dev.fairlead.lab.check;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.regions.Lab;
import dev.fairlead.quickstart.demo.Parallel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Looks at the plans of all regions, for {@link Moves} and {@link Differences} to judge. */
final class Plans {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A look that took longer shows what was, not what is. */
    private static final Duration TRUSTED_LOOK = Duration.ofMillis(800);

    private final Lab lab;
    private final Supplier<Harms> harms;
    private final Moves moves;
    private final Differences differences;
    private final LongAdder looks = new LongAdder();
    private final LongAdder late = new LongAdder();

    Plans(Lab lab, Supplier<Harms> harms, Limits limits, Tally tally) {
        this.lab = lab;
        this.harms = harms;
        this.moves = new Moves(tally);
        this.differences = new Differences(limits, tally);
    }

    /** Looks once at all regions. */
    void compare() {
        Harms before = harms.get();
        Map<RegionName, Map<ApplicationName, RoutingPlan>> seen = plans(before);
        if (!harms.get().equals(before)) {
            return;
        }
        moves.judge(seen, before);
        differences.judge(seen, before, System.nanoTime());
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

    String summary() {
        return "%d looks at plans, %d more too slow to count".formatted(looks.sum(), late.sum());
    }
}
