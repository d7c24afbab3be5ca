package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Gives the data center its traffic back: a drain in reverse. Its way back is the drain again, so that what is behind it is
 * reinstalled without users on it.
 */
@Component
final class RestoreStep implements Step<RolloutSpec> {

    static final String NAME = "restore";

    private final DrainStep drain;
    private final Duration timeout;

    RestoreStep(DrainStep drain, RolloutTimes within) {
        this.drain = drain;
        this.timeout = within.restore();
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
    public Outcome act(StepContext<RolloutSpec> context) {
        return drain.undo(context);
    }

    @Override
    public Outcome check(StepContext<RolloutSpec> context) {
        return drain.checkUndone(context);
    }

    @Override
    public Outcome undo(StepContext<RolloutSpec> context) {
        return drain.act(context);
    }

    @Override
    public Outcome checkUndone(StepContext<RolloutSpec> context) {
        return drain.check(context);
    }
}
