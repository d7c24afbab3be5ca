package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Takes the data center out of the application's traffic, once the gates are open and its install hook answers. */
@Component
final class DrainStep implements Step<RolloutSpec> {

    static final String NAME = "drain";

    /** The longest there is: the run ends its drains itself, the expiry is for a run that nobody carries on. */
    private static final int EXPIRY_MINUTES = (int) Duration.ofHours(72).toMinutes();

    private final TrafficApi traffic;
    private final Installation installation;
    private final RolloutFreeze freeze;
    private final InstantSource clock;
    private final Duration timeout;

    DrainStep(
            TrafficApi traffic,
            Installation installation,
            RolloutFreeze freeze,
            InstantSource clock,
            RolloutTimes within) {
        this.traffic = traffic;
        this.installation = installation;
        this.freeze = freeze;
        this.clock = clock;
        this.timeout = within.drain();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Readiness precondition(StepContext<RolloutSpec> context) {
        Optional<String> frozen = freeze.reason();
        if (frozen.isPresent()) {
            return new Readiness.NotYet(frozen.get());
        }
        installation.installed(context);
        return TrafficGate.mayDrain(plan(context), RolloutKind.target(context));
    }

    @Override
    public Outcome act(StepContext<RolloutSpec> context) {
        RolloutSpec spec = context.input();
        if (TrafficGate.servesAlone(plan(context), RolloutKind.target(context))) {
            return new Outcome.NotYet("it is the only data center that serves");
        }
        String reason = "rollout %s of %s %s".formatted(context.runId(), spec.application(), spec.version());
        traffic.override(
                override(context),
                context.runId(),
                context.epoch(),
                new OverrideRequest(
                        RoutingOverride.Kind.DRAIN,
                        spec.application(),
                        RolloutKind.target(context),
                        reason,
                        EXPIRY_MINUTES));
        return Outcome.done("drain ordered");
    }

    @Override
    public Outcome check(StepContext<RolloutSpec> context) {
        return TrafficGate.drained(plan(context), RolloutKind.target(context));
    }

    @Override
    public Outcome undo(StepContext<RolloutSpec> context) {
        traffic.endOverride(override(context), context.runId(), context.epoch());
        return Outcome.done("drain ended");
    }

    @Override
    public Outcome checkUndone(StepContext<RolloutSpec> context) {
        return TrafficGate.restored(plan(context), RolloutKind.target(context), context.outputOf(NAME));
    }

    /** Why users may still come; empty when none do. */
    Optional<String> users(StepContext<RolloutSpec> context) {
        return TrafficGate.users(plan(context), RolloutKind.target(context), clock.instant());
    }

    private RoutingPlan plan(StepContext<RolloutSpec> context) {
        return traffic.plan(context.input().application().value());
    }

    private static String override(StepContext<RolloutSpec> context) {
        return "rollout-%s-%s".formatted(context.runId(), context.target());
    }
}
