package dev.fairlead.replication.takeover;

import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.util.concurrent.atomic.AtomicBoolean;

/** Something that happens in the middle of a move, once: before one step acts. */
final class Meanwhile extends SteppedKind.Same {

    private final AtomicBoolean happened = new AtomicBoolean();
    private final Runnable event;

    private Meanwhile(Step<MoveInput> step, Runnable event) {
        super(step);
        this.event = event;
    }

    static RunKind<MoveInput> in(RunKind<MoveInput> kind, String name, Runnable event) {
        Meanwhile late = new Meanwhile(kind.step(name), event);
        return new SteppedKind(kind, step -> step.name().equals(name) ? late : step);
    }

    @Override
    public Outcome act(StepContext<MoveInput> context) {
        if (happened.compareAndSet(false, true)) {
            event.run();
        }
        return super.act(context);
    }
}
