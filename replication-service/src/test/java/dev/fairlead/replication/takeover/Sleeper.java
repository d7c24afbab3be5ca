package dev.fairlead.replication.takeover;

import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
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
        return new SteppedKind(kind, SleepyStep::new);
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

    private final class SleepyStep extends SteppedKind.Same {

        private final Step<MoveInput> step;

        SleepyStep(Step<MoveInput> step) {
            super(step);
            this.step = step;
        }

        @Override
        public Outcome act(StepContext<MoveInput> context) {
            return Sleeper.this.act(step, context);
        }
    }
}
