package dev.fairlead.runs;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step as it stands.
 *
 * @param sequence from 1
 * @param attempt times the present action was begun
 * @param epoch under which the action was begun last; 0 before
 * @param started when it first acted
 * @param since from when its timeout counts
 * @param ended when it was done, failed, skipped or undone
 * @param message the last answer in words
 * @param output what it stored
 */
public record RunStep(
        int sequence,
        PlannedStep planned,
        StepState state,
        int attempt,
        long epoch,
        @Nullable Instant started,
        @Nullable Instant since,
        @Nullable Instant ended,
        String message,
        Map<String, String> output) {

    public RunStep {
        output = Map.copyOf(output);
    }

    static RunStep pending(int sequence, PlannedStep planned) {
        return new RunStep(sequence, planned, StepState.PENDING, 0, 0, null, null, null, "", Map.of());
    }

    /** Whether the action was ever begun, so that there may be something to undo. */
    boolean begun() {
        return attempt > 0;
    }

    /** Whether the action has been allowed but not under this epoch: an executor died, or time passed. */
    boolean unbegunUnder(long runEpoch) {
        return epoch != runEpoch;
    }

    boolean overdue(Instant now) {
        return since != null && !now.isBefore(since.plus(planned.timeout()));
    }

    /** Allows the action (again) under this epoch. */
    RunStep begin(long runEpoch) {
        return new RunStep(sequence, planned, state, attempt + 1, runEpoch, started, since, ended, message, output);
    }

    RunStep acting(Map<String, String> remembered, Instant now) {
        return new RunStep(
                sequence, planned, StepState.ACTING, attempt, epoch, now, now, null, "begins", joined(remembered));
    }

    RunStep undoing(Instant now) {
        return new RunStep(sequence, planned, StepState.UNDOING, 0, 0, started, now, null, "is to be undone", output);
    }

    RunStep in(StepState next, String reason) {
        return new RunStep(sequence, planned, next, attempt, epoch, started, since, ended, reason, output);
    }

    RunStep ended(StepState next, String reason, Instant now) {
        return new RunStep(sequence, planned, next, attempt, epoch, started, since, now, reason, output);
    }

    RunStep saying(String reason) {
        return in(state, reason);
    }

    RunStep remembering(Map<String, String> more) {
        return new RunStep(sequence, planned, state, attempt, epoch, started, since, ended, message, joined(more));
    }

    /** The timeout counts anew: time spent paused or waiting for an operator is not the step's. */
    RunStep counting(Instant now) {
        return new RunStep(
                sequence, planned, state, attempt, epoch, started, since == null ? null : now, ended, message, output);
    }

    private Map<String, String> joined(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(output);
        all.putAll(more);
        return all;
    }

    @Override
    public String toString() {
        return planned.target().isEmpty() ? planned.name() : planned.name() + " " + planned.target();
    }
}
