package dev.fairlead.lab.check;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import java.util.HashMap;
import java.util.Map;

/**
 * A data center that stands serves in the plans of every region that decides. That one which is lost serves no longer is
 * for {@link Failures} to see.
 */
final class Moves {

    private static final ApplicationName STEADY = ApplicationName.of(LabResources.STEADY);

    private final Tally tally;
    private final Map<String, Boolean> movedBefore = new HashMap<>();

    Moves(Tally tally) {
        this.tally = tally;
    }

    /** Judges the plans of those regions that were seen; a wrong move counts once for as long as it lasts. */
    void judge(Map<RegionName, Map<ApplicationName, RoutingPlan>> seen, Harms harmed) {
        seen.forEach((region, plans) -> {
            if (harmed.decides(region)) {
                judge(region, plans, harmed);
            }
        });
    }

    private void judge(RegionName region, Map<ApplicationName, RoutingPlan> plans, Harms harmed) {
        RoutingPlan plan = plans.get(STEADY);
        if (plan == null) {
            tally.violated(Invariant.WRONG_MOVES, region + " has no plan for " + STEADY);
            return;
        }
        for (Standing standing : plan.standings()) {
            boolean must = harmed.regions().stream()
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
}
