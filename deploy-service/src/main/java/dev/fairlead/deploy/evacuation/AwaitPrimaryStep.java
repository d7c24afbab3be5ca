package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.MoveStatus;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Waits until the applications on a database write to its new primary, and the replication-service finds it elsewhere. The rebuild of
 * the old one, which may need an operator, is not waited for.
 */
@Component
final class AwaitPrimaryStep implements Step<EvacuationInput> {

    private final MovePrimaryStep move;
    private final Primaries primaries;
    private final EvacuationTimes times;

    AwaitPrimaryStep(MovePrimaryStep move, Primaries primaries, EvacuationTimes times) {
        this.move = move;
        this.primaries = primaries;
        this.times = times;
    }

    static String said(MoveStatus run) {
        return "switchover %s: %s".formatted(run.id(), run.message());
    }

    @Override
    public String name() {
        return "await-primary";
    }

    @Override
    public Duration timeout() {
        return times.primary();
    }

    @Override
    public Readiness precondition(StepContext<EvacuationInput> context) {
        return move.started(context).isPresent()
                ? Readiness.ready()
                : new Readiness.Unneeded("no switchover was started");
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("waits for its switchover");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        Optional<MoveStatus> found = move.started(context);
        if (found.isEmpty()) {
            return new Outcome.Failed("its switchover is gone");
        }
        MoveStatus run = found.get();
        if (!run.routed()) {
            return run.ended() ? new Outcome.Failed(said(run)) : new Outcome.NotYet(said(run));
        }
        Succession now = primaries.succession(
                DatabaseName.of(context.target()), context.input().spec().dataCenter());
        return now instanceof Succession.Elsewhere(DataCenterName where)
                ? Outcome.done("its primary is in %s".formatted(where))
                : new Outcome.NotYet("its primary is not found elsewhere: " + now.reason());
    }
}
