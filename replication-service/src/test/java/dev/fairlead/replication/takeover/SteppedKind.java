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
import java.util.function.UnaryOperator;

/** A kind of moves whose steps are carried out in another way. */
record SteppedKind(RunKind<MoveInput> kind, UnaryOperator<Step<MoveInput>> otherwise) implements RunKind<MoveInput> {

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
        return otherwise.apply(kind.step(name));
    }

    /** Does what the step does. */
    static class Same implements Step<MoveInput> {

        private final Step<MoveInput> step;

        Same(Step<MoveInput> step) {
            this.step = step;
        }

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
            return step.act(context);
        }

        @Override
        public Outcome check(StepContext<MoveInput> context) {
            return step.check(context);
        }

        @Override
        public Outcome undo(StepContext<MoveInput> context) {
            return step.undo(context);
        }

        @Override
        public Outcome checkUndone(StepContext<MoveInput> context) {
            return step.checkUndone(context);
        }
    }
}
