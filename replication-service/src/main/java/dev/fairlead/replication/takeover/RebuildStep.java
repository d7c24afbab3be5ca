package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.replication.LostWrites;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits until the old primary is a standby of the new one. The service beside it rebuilds it, which may be this one; where none
 * stands beside it an operator does. An operator who does not want to wait ends the run: what was done stays.
 */
@Component
final class RebuildStep implements Step<MoveInput> {

    static final String NAME = "rebuild";

    private final Rebuilds rebuilds;
    private final Losses losses;
    private final MoveTimes times;

    RebuildStep(Rebuilds rebuilds, Losses losses, MoveTimes times) {
        this.rebuilds = rebuilds;
        this.losses = losses;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.rebuild();
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        return Outcome.done("waits for the old primary");
    }

    @Override
    public Outcome check(StepContext<MoveInput> context) {
        MoveInput input = context.input();
        ChooseStep.Chosen chosen = ChooseStep.chosen(context);
        Optional<String> open = rebuilds.open(input, chosen.dataCenter(), TakeOverStep.timeline(context));
        if (open.isEmpty()) {
            LostWrites lost = losses.of(context.runId()).orElse(null);
            String streams = "%s streams from %s".formatted(input.from(), chosen.dataCenter());
            return lost == null
                    ? Outcome.done(streams + "; what it had before was not read here")
                    : new Outcome.Done(streams + "; " + lost.reason(), LossReport.figures(lost));
        }
        String who = rebuilds.carryOn(context.runId(), input, chosen)
                .orElse("the service beside it, or an operator, rebuilds it");
        return new Outcome.NotYet(open.get() + "; " + who);
    }
}
