package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Takes a data center out of an application's traffic and gives it back, through the traffic-service. */
@Component
final class Drains {

    /** Longer than any rollout: the run ends its drains itself, the expiry is for a run that nobody carries on. */
    private static final int EXPIRY_MINUTES = (int) Duration.ofHours(24).toMinutes();

    private final TrafficApi traffic;
    private final InstantSource clock;

    Drains(TrafficApi traffic, InstantSource clock) {
        this.traffic = traffic;
        this.clock = clock;
    }

    RoutingPlan plan(StepContext<RolloutSpec> context) {
        return traffic.plan(context.input().application().value());
    }

    Outcome place(StepContext<RolloutSpec> context) {
        RolloutSpec spec = context.input();
        String reason = "rollout %s of %s %s".formatted(context.runId(), spec.application(), spec.version());
        traffic.override(
                id(context),
                new OverrideRequest(
                        RoutingOverride.Kind.DRAIN, spec.application(), target(context), reason, EXPIRY_MINUTES));
        return Outcome.done("drain ordered");
    }

    Outcome drained(StepContext<RolloutSpec> context) {
        return TrafficGate.drained(plan(context), target(context), clock.instant());
    }

    Outcome end(StepContext<RolloutSpec> context) {
        traffic.endOverride(id(context));
        return Outcome.done("drain ended");
    }

    Outcome restored(StepContext<RolloutSpec> context) {
        String before = context.outputOf(DrainStep.NAME).getOrDefault(TrafficGate.SHARE_BEFORE, "0");
        return TrafficGate.restored(plan(context), target(context), !before.equals("0"));
    }

    static DataCenterName target(StepContext<?> context) {
        return DataCenterName.of(context.target());
    }

    private static String id(StepContext<?> context) {
        return "rollout-%s-%s".formatted(context.runId(), context.target());
    }
}
