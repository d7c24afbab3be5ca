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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets the first executor that comes to a step sleep before it acts, as a pause of its process does. */
final class Sleeper {

    private final String at;
    private final AtomicBoolean slept = new AtomicBoolean();
    private final CompletableFuture<Boolean> asleep = new CompletableFuture<>();
    private final CompletableFuture<Boolean> awake = new CompletableFuture<>();
    private final CompletableFuture<Throwable> came = new CompletableFuture<>();

    Sleeper(String at) {
        this.at = at;
    }

    RunKind<MoveInput> in(RunKind<MoveInput> kind) {
        return new SleepyKind(kind);
    }

    void awaitAsleep() {
        asleep.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Wakes it; what its action came to. */
    Throwable woken() {
        awake.complete(true);
        return came.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private Outcome act(Step<MoveInput> step, StepContext<MoveInput> context) {
        if (!step.name().equals(at) || !slept.compareAndSet(false, true)) {
            return step.act(context);
        }
        asleep.complete(true);
        awake.join();
        Thread.interrupted(); // its pool was shut down meanwhile, which a paused process would not know
        try {
            Outcome answer = step.act(context);
            came.complete(new AssertionError("it acted: " + answer));
            return answer;
        } catch (RuntimeException e) {
            came.complete(e);
            throw e;
        }
    }

    private final class SleepyKind implements RunKind<MoveInput> {

        private final RunKind<MoveInput> kind;

        SleepyKind(RunKind<MoveInput> kind) {
            this.kind = kind;
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
            return new SleepyStep(kind.step(name));
        }
    }

    private final class SleepyStep implements Step<MoveInput> {

        private final Step<MoveInput> step;

        SleepyStep(Step<MoveInput> step) {
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
            return Sleeper.this.act(step, context);
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
