package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.drill.rule.Obstacles;
import dev.fairlead.deploy.rollout.RolloutsUnderWay;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Looks for what stands in a drill's way now. */
@Component
final class DrillObstacles {

    private static final String OUTLOOK = "drill-outlook";

    private final TrafficApi traffic;
    private final RolloutsUnderWay rollouts;

    DrillObstacles(TrafficApi traffic, RolloutsUnderWay rollouts) {
        this.traffic = traffic;
        this.rollouts = rollouts;
    }

    /** In words; empty: it may begin. */
    List<String> of(DrillInput input) {
        List<String> obstacles = new ArrayList<>(rollouts.draining());
        if (obstacles.isEmpty()) {
            obstacles.addAll(rollouts.in(input.spec().dataCenter()));
        }
        for (ApplicationName application : input.applications()) {
            Obstacles.of(traffic.plan(application.value()), input.spec()).ifPresent(obstacles::add);
        }
        if (obstacles.isEmpty()) {
            obstacles.addAll(Obstacles.of(outlook(input.spec()).hits()));
        }
        return obstacles;
    }

    /** What the order would come to; whoever has a pool there is looked at together. */
    Preview<RoutingOverride> outlook(DrillSpec spec) {
        return traffic.previewOverride(
                OUTLOOK,
                new OverrideRequest(DrillOrders.kind(spec), spec.application(), spec.dataCenter(), spec.reason(), 1));
    }
}
