package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Gives one application back: ends the drill's own order and no other. */
@Component
final class DrillBackStep implements Step<DrillInput> {

    static final String NAME = "give-back";

    private final DrillAwayStep away;
    private final DrillReadOnlyStep readOnly;
    private final DrillTimes times;

    DrillBackStep(DrillAwayStep away, DrillReadOnlyStep readOnly, DrillTimes times) {
        this.away = away;
        this.readOnly = readOnly;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.giveBack();
    }

    @Override
    public Outcome act(StepContext<DrillInput> context) {
        return forward(context).undo(context);
    }

    @Override
    public Outcome check(StepContext<DrillInput> context) {
        return forward(context).checkUndone(context);
    }

    private Step<DrillInput> forward(StepContext<DrillInput> context) {
        DrillSpec.Mode mode = context.input().spec().mode();
        return switch (mode) {
            case AWAY -> away;
            case READ_ONLY -> readOnly;
        };
    }
}
