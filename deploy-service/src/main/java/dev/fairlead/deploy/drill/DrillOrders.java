package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** A drill's own drains and read-only orders, one for each application, which nobody else's are mixed with. */
@Component
final class DrillOrders {

    /** They outlast the drill by so much, and end by themselves when nobody carries it on. */
    private static final int GRACE_MINUTES = 30;

    private static final int MOST_MINUTES = (int) Duration.ofHours(72).toMinutes();

    private final TrafficApi traffic;

    DrillOrders(TrafficApi traffic) {
        this.traffic = traffic;
    }

    void place(StepContext<DrillInput> context) {
        DrillSpec spec = context.input().spec();
        traffic.override(
                id(context),
                context.runId(),
                context.epoch(),
                new OverrideRequest(
                        kind(spec),
                        ApplicationName.of(context.target()),
                        spec.dataCenter(),
                        "drill %s: %s".formatted(context.runId(), spec.reason()),
                        Math.min(spec.limitMinutes() + GRACE_MINUTES, MOST_MINUTES)));
    }

    void end(StepContext<DrillInput> context) {
        traffic.endOverride(id(context), context.runId(), context.epoch());
    }

    RoutingPlan plan(StepContext<DrillInput> context) {
        return traffic.plan(context.target());
    }

    static RoutingOverride.Kind kind(DrillSpec spec) {
        return switch (spec.mode()) {
            case AWAY -> RoutingOverride.Kind.DRAIN;
            case READ_ONLY -> RoutingOverride.Kind.READ_ONLY;
        };
    }

    private static String id(StepContext<DrillInput> context) {
        return "drill-%s-%s".formatted(context.runId(), context.target());
    }
}
