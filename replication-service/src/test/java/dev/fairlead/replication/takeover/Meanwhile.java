package dev.fairlead.replication.takeover;

import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Moves in the middle of which something happens, once: before one step acts. */
record Meanwhile(RunKind<MoveInput> kind, String step, Runnable event, AtomicBoolean happened)
        implements RunKind<MoveInput> {

    Meanwhile(RunKind<MoveInput> kind, String step, Runnable event) {
        this(kind, step, event, new AtomicBoolean());
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public String group() {
        return kind.group();
    }

    @Override
    public Class<MoveInput> inputType() {
        return kind.inputType();
    }

    @Override
    public List<PlannedStep> plan(MoveInput input) {
        return kind.plan(input);
    }

    @Override
    public Step<MoveInput> step(String name) {
        return name.equals(step) ? new Late(kind.step(name), this) : kind.step(name);
    }

    private void happen() {
        if (happened.compareAndSet(false, true)) {
            event.run();
        }
    }

    private record Late(Step<MoveInput> step, Meanwhile meanwhile) implements Step<MoveInput> {

        @Override
        public String name() {
            return step.name();
        }

        @Override
        public Duration timeout() {
            return step.timeout();
        }

        @Override
        public WayBack wayBack() {
            return step.wayBack();
        }

        @Override
        public Readiness precondition(StepContext<MoveInput> context) {
            return step.precondition(context);
        }

        @Override
        public Outcome act(StepContext<MoveInput> context) {
            meanwhile.happen();
            return step.act(context);
        }

        @Override
        public Outcome check(StepContext<MoveInput> context) {
            return step.check(context);
        }
    }
}
