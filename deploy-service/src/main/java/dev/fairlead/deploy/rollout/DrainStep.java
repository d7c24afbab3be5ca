package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Takes the data center out of traffic, once the gates are open and its install hook answers. */
@Component
final class DrainStep implements Step<RolloutSpec> {

    static final String NAME = "drain";

    private final Drains drains;
    private final Installation installation;
    private final Duration timeout;

    DrainStep(Drains drains, Installation installation, RolloutTimes within) {
        this.drains = drains;
        this.installation = installation;
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
        installation.installed(context);
        return TrafficGate.mayDrain(drains.plan(context), Drains.target(context));
    }

    @Override
    public Outcome act(StepContext<RolloutSpec> context) {
        return drains.place(context);
    }

    @Override
    public Outcome check(StepContext<RolloutSpec> context) {
        return drains.drained(context);
    }

    @Override
    public Outcome undo(StepContext<RolloutSpec> context) {
        return drains.end(context);
    }

    @Override
    public Outcome checkUndone(StepContext<RolloutSpec> context) {
        return drains.restored(context);
    }
}
