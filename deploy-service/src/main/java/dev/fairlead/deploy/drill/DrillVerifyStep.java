package dev.fairlead.deploy.drill;

import dev.fairlead.deploy.evacuation.Verification;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Every application serves in the data center again, and every vantage point that is heard finds it well there. */
@Component
final class DrillVerifyStep implements Step<DrillInput> {

    private final Verification verification;
    private final DrillTimes times;

    DrillVerifyStep(Verification verification, DrillTimes times) {
        this.verification = verification;
        this.times = times;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Outcome act(StepContext<DrillInput> context) {
        return Outcome.done("looks from every vantage point");
    }

    @Override
    public Outcome check(StepContext<DrillInput> context) {
        Verification.Findings found = verification.back(
                context.input().spec().dataCenter(), context.input().applications());
        return found.open().isEmpty()
                ? Outcome.done("%d application(s) serve there again"
                        .formatted(context.input().parts().size()))
                : new Outcome.NotYet(String.join("; ", found.open()));
    }
}
