package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Sees from the vantage point that the new version serves, before users are sent to it. */
@Component
final class CheckStep implements Step<RolloutSpec> {

    private final Vantage vantage;
    private final Duration timeout;

    CheckStep(Vantage vantage, RolloutTimes within) {
        this.vantage = vantage;
        this.timeout = within.check();
    }

    @Override
    public String name() {
        return "check";
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Outcome act(StepContext<RolloutSpec> context) {
        return Outcome.done("asks the vantage point");
    }

    @Override
    public Outcome check(StepContext<RolloutSpec> context) {
        return vantage.check(context, context.input().version());
    }
}
