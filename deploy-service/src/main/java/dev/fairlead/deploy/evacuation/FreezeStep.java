package dev.fairlead.deploy.evacuation;

import dev.fairlead.deploy.rollout.RolloutsUnderWay;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Waits until no rollout keeps users out of a data center: what it has drained is needed. None begins with another one while the
 * evacuation lasts, see {@link Freeze}.
 */
@Component
final class FreezeStep implements Step<EvacuationInput> {

    private final RolloutsUnderWay rollouts;
    private final EvacuationTimes times;

    FreezeStep(RolloutsUnderWay rollouts, EvacuationTimes times) {
        this.rollouts = rollouts;
        this.times = times;
    }

    @Override
    public String name() {
        return "freeze-rollouts";
    }

    @Override
    public Duration timeout() {
        return times.freeze();
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("no rollout takes another data center");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        List<String> draining = rollouts.draining();
        return draining.isEmpty()
                ? Outcome.done("no rollout keeps users out of a data center")
                : new Outcome.NotYet("under way: " + String.join(", ", draining));
    }
}
