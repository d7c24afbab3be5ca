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

/** Gives the data center its traffic back. Its way back is a drain: what is behind it is reinstalled without users on it. */
@Component
final class RestoreStep implements Step<RolloutSpec> {

    private final Drains drains;
    private final Duration timeout;

    RestoreStep(Drains drains, RolloutTimes within) {
        this.drains = drains;
        this.timeout = within.restore();
    }

    @Override
    public String name() {
        return "restore";
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
        return Readiness.ready();
    }

    @Override
    public Outcome act(StepContext<RolloutSpec> context) {
        return drains.end(context);
    }

    @Override
    public Outcome check(StepContext<RolloutSpec> context) {
        return drains.restored(context);
    }

    @Override
    public Outcome undo(StepContext<RolloutSpec> context) {
        return TrafficGate.servesAlone(drains.plan(context), Drains.target(context))
                ? new Outcome.NotYet("it is the only data center that serves")
                : drains.place(context);
    }

    @Override
    public Outcome checkUndone(StepContext<RolloutSpec> context) {
        return drains.drained(context);
    }
}
