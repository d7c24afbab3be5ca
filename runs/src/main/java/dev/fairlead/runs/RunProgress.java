package dev.fairlead.runs;

import dev.fairlead.runs.Next.Ask;
import dev.fairlead.runs.Next.Move;
import dev.fairlead.runs.Next.Over;
import dev.fairlead.runs.Next.Phase;
import dev.fairlead.runs.Next.Rest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Decides what comes next for a run: {@link #next} looks at the run as it is stored, with what operators asked of it,
 * and {@link #heard} takes in what a step answered. Each step goes pending → acting → checking → done; a failure or an
 * abort turns the run back, and what was begun goes undoing → checking-undo → undone in reverse order, unless a step
 * without a way back has begun: then an operator decides.
 */
public final class RunProgress {

    /** How soon a step that said "not yet" is asked again. */
    static final Duration POLL = Duration.ofMillis(300);

    /** How often a run that waits for its operators is looked at, should a wake-up be lost. */
    static final Duration IDLE = Duration.ofSeconds(5);

    private RunProgress() {}

    /** What comes next. */
    public static Next next(Run run, Instant now) {
        if (run.state().ended()) {
            return new Over();
        }
        Commands commands = run.commands();
        if (commands.pausedBy() != null) {
            return run.state() == RunState.PAUSED
                    ? new Rest(run, IDLE)
                    : new Move(run.in(RunState.PAUSED, "paused by " + commands.pausedBy()));
        }
        if (run.state() == RunState.PAUSED) {
            return new Move(goOn(run, now));
        }
        if (commands.abort() != null && run.turnedBack() == null) {
            return new Move(aborted(run, "aborted by " + commands.abort().author()));
        }
        if (run.state() == RunState.WAITING_FOR_OPERATOR) {
            return waiting(run, now);
        }
        return run.turnedBack() == null ? forward(run, now) : backward(run, now);
    }

    /** What comes next after a step answered whether it may begin. */
    public static Next heard(Run run, RunStep step, Readiness answer, Instant now) {
        return switch (answer) {
            case Readiness.Ready(var output) ->
                new Move(run.with(step.acting(output, now).begin(run.epoch())));
            case Readiness.NotYet(String reason) -> new Rest(run.with(step.saying(reason)), POLL);
            case Readiness.Unneeded(String reason) -> new Move(run.with(step.ended(StepState.SKIPPED, reason, now)));
            case Readiness.Refused(String reason) -> new Move(run.with(step.ended(StepState.FAILED, reason, now)));
            case Readiness.NeedsOperator(String figures) ->
                new Move(run.with(step.saying(figures)).asking(step, figures));
        };
    }

    /** What comes next after a step answered to an action or a check, forward or back. */
    public static Next heard(Run run, RunStep step, Outcome answer, Instant now) {
        return switch (answer) {
            case Outcome.Done(String reason, var output) -> new Move(done(run, step.remembering(output), reason, now));
            case Outcome.NotYet(String reason) ->
                step.overdue(now)
                        ? new Move(failed(run, step, late(step, reason), now))
                        : new Rest(run.with(step.saying(reason)), POLL);
            case Outcome.Failed(String reason) -> new Move(failed(run, step, reason, now));
            case Outcome.NeedsOperator(String figures) ->
                new Move(run.with(step.saying(figures)).asking(step, figures));
        };
    }

    private static Run aborted(Run run, String reason) {
        return run.pastReturn()
                ? run.in(RunState.ABORTED, reason + ": what was done stays, there is no way back from it")
                : run.turnedBack(reason);
    }

    private static Next forward(Run run, Instant now) {
        for (RunStep step : run.steps()) {
            switch (step.state()) {
                case DONE, SKIPPED -> {}
                case PENDING -> {
                    return new Ask(step, Phase.PRECONDITION);
                }
                case ACTING -> {
                    return act(run, step, Phase.ACT);
                }
                case CHECKING -> {
                    return new Ask(step, Phase.CHECK);
                }
                case FAILED -> {
                    return new Move(
                            run.pastReturn()
                                    ? run.asking(step, step.message())
                                    : run.turnedBack("%s failed: %s".formatted(step, step.message())));
                }
                case UNDOING, CHECKING_UNDO, UNDONE ->
                    throw new IllegalStateException(
                            "%s is %s in a run that goes forward".formatted(step, step.state()));
            }
        }
        return new Move(run.in(RunState.SUCCEEDED, "all steps are done"));
    }

    private static Next backward(Run run, Instant now) {
        for (RunStep step : run.steps().reversed()) {
            if (step.planned().wayBack() != WayBack.UNDO) {
                continue;
            }
            switch (step.state()) {
                case UNDOING -> {
                    return act(run, step, Phase.UNDO);
                }
                case CHECKING_UNDO -> {
                    return new Ask(step, Phase.CHECK_UNDO);
                }
                case ACTING, CHECKING, DONE, FAILED -> {
                    if (step.begun()) {
                        return new Move(run.with(step.undoing(now)));
                    }
                }
                case PENDING, SKIPPED, UNDONE -> {}
            }
        }
        return new Move(run.in(endOfWayBack(run), String.valueOf(run.turnedBack())));
    }

    private static RunState endOfWayBack(Run run) {
        if (run.commands().abort() != null) {
            return RunState.ABORTED;
        }
        boolean undone = run.steps().stream().anyMatch(step -> step.state() == StepState.UNDONE);
        return undone ? RunState.ROLLED_BACK : RunState.FAILED;
    }

    /** An action is begun anew, and counted, under each epoch, before it is asked for. */
    private static Next act(Run run, RunStep step, Phase phase) {
        return step.unbegunUnder(run.epoch()) ? new Move(run.with(step.begin(run.epoch()))) : new Ask(step, phase);
    }

    private static Next waiting(Run run, Instant now) {
        Question question = run.question();
        Commands.Abort abort = run.commands().abort();
        if (question != null && abort != null && abort.question() == question.number()) {
            return new Move(
                    run.in(RunState.FAILED, "%s gave the way back up: %s".formatted(abort.author(), question.text())));
        }
        return run.asks() ? new Rest(run, IDLE) : new Move(goOn(run, now));
    }

    /** Moves on after a pause or an answer; what failed and was approved is tried again. */
    private static Run goOn(Run run, Instant now) {
        if (run.question() != null && run.asks()) {
            return run.in(RunState.WAITING_FOR_OPERATOR, run.question().text());
        }
        List<RunStep> steps =
                run.steps().stream().map(step -> again(run, step, now)).toList();
        RunState state = run.turnedBack() == null ? RunState.RUNNING : RunState.ROLLING_BACK;
        return new Run(run.epoch(), state, "goes on", run.turnedBack(), run.question(), run.commands(), steps);
    }

    private static RunStep again(Run run, RunStep step, Instant now) {
        RunStep counting = step.counting(now);
        boolean retry = step.state() == StepState.FAILED && run.approvalOf(step) != null;
        return retry ? counting.in(step.begun() ? StepState.ACTING : StepState.PENDING, step.message()) : counting;
    }

    private static Run done(Run run, RunStep step, String reason, Instant now) {
        return run.with(
                switch (step.state()) {
                    case ACTING -> step.in(StepState.CHECKING, reason);
                    case CHECKING -> step.ended(StepState.DONE, reason, now);
                    case UNDOING -> step.in(StepState.CHECKING_UNDO, reason);
                    case CHECKING_UNDO -> step.ended(StepState.UNDONE, reason, now);
                    case PENDING, DONE, FAILED, SKIPPED, UNDONE ->
                        throw new IllegalStateException("%s was not asked: it is %s".formatted(step, step.state()));
                });
    }

    private static Run failed(Run run, RunStep step, String reason, Instant now) {
        return switch (step.state()) {
            case ACTING, CHECKING -> run.with(step.ended(StepState.FAILED, reason, now));
            case UNDOING, CHECKING_UNDO -> {
                RunStep again = step.in(StepState.UNDOING, reason);
                yield run.with(again).asking(again, "could not be undone: " + reason);
            }
            case PENDING, DONE, FAILED, SKIPPED, UNDONE ->
                throw new IllegalStateException("%s was not asked: it is %s".formatted(step, step.state()));
        };
    }

    private static String late(RunStep step, String reason) {
        return "not within %d s: %s".formatted(step.planned().timeout().toSeconds(), reason);
    }
}
