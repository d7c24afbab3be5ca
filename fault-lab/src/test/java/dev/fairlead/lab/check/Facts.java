package dev.fairlead.lab.check;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.lab.faults.Fault;
import dev.fairlead.lab.faults.Harm;
import dev.fairlead.lab.faults.Harms;
import dev.fairlead.lab.faults.Kind;
import dev.fairlead.lab.faults.Target;
import dev.fairlead.lab.regions.LabResources;
import dev.fairlead.quickstart.demo.DemoDataCenter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What checkers gather, of three regions. */
final class Facts {

    static final RegionName EAST = RegionName.of("us-east");
    static final RegionName WEST = RegionName.of("us-west");
    static final RegionName EUROPE = RegionName.of("eu-west");
    static final ApplicationName STEADY = ApplicationName.of(LabResources.STEADY);

    /** When everything that is broken was broken. */
    static final Instant BROKEN = Instant.parse("2026-11-22T10:00:00Z");

    private Facts() {}

    static Harms harmed(Target... targets) {
        return new Harms(
                List.of(EAST, WEST, EUROPE),
                Stream.of(targets)
                        .map(target -> new Harm(new Fault(Kind.PARTITION_BOTH_WAYS, target), BROKEN))
                        .toList());
    }

    static Standing standing(RegionName region, Standing.State state) {
        return new Standing(
                DemoDataCenter.in(region), state, ServingMode.READ_ONLY, List.of(), BROKEN, "CODE", "why", false);
    }

    /** The plans of a region that has decided only about the one application. */
    static Map<ApplicationName, RoutingPlan> plans(Standing... standings) {
        RoutingPlan plan = new RoutingPlan(
                STEADY, LabResources.STEADY_HOST, 5, 1, BROKEN, null, List.of(), List.of(standings), null);
        return Map.of(STEADY, plan);
    }

    /** The same, where two data centers serve and the one in the west stands so. */
    static Map<ApplicationName, RoutingPlan> plansWithWest(Standing.State state) {
        return plans(
                standing(EUROPE, Standing.State.SERVING),
                standing(EAST, Standing.State.SERVING),
                standing(WEST, state));
    }
}
