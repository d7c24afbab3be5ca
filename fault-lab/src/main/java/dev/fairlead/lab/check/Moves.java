package dev.fairlead.lab.check;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
        Map<DataCenterName, Standing> standings =
                plan.standings().stream().collect(Collectors.toMap(Standing::dataCenter, Function.identity()));
        for (RegionName each : harmed.regions()) {
            DataCenterName dataCenter = DemoDataCenter.in(each);
            Standing standing = standings.get(dataCenter);
            boolean serves = standing != null && standing.state() == Standing.State.SERVING;
            boolean wrong = harmed.stands(each) && !serves;
            Boolean was = movedBefore.put(region + " " + dataCenter, wrong);
            if (wrong && !Boolean.TRUE.equals(was)) {
                tally.violated(Invariant.WRONG_MOVES, "%s: %s is %s".formatted(region, dataCenter, text(standing)));
            }
        }
    }

    private static String text(@Nullable Standing standing) {
        return standing == null ? "not in the plan" : standing.state() + ": " + standing.reason();
    }
}
