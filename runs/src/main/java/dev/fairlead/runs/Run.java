package dev.fairlead.runs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a run that decides what comes next.
 *
 * @param epoch of whoever executes it now; only grows
 * @param message one sentence on what it does or why it does nothing
 * @param turnedBack why it goes backward; absent: it goes forward
 * @param question the newest one, answered or not
 */
public record Run(
        long epoch,
        RunState state,
        String message,
        @Nullable String turnedBack,
        @Nullable Question question,
        Commands commands,
        List<RunStep> steps) {

    public Run {
        steps = List.copyOf(steps);
    }

    static Run of(List<PlannedStep> planned) {
        List<RunStep> steps = new ArrayList<>();
        for (PlannedStep step : planned) {
            steps.add(RunStep.pending(steps.size() + 1, step));
        }
        return new Run(0, RunState.RUNNING, "accepted", null, null, Commands.NONE, steps);
    }

    /** The approval of the newest question, if that is this step's. */
    @Nullable Approval approvalOf(RunStep step) {
        return question != null && question.step() == step.sequence() && !asks() ? commands.approval() : null;
    }

    /** Whether the newest question has no answer yet. */
    boolean asks() {
        Approval approval = commands.approval();
        return question != null && (approval == null || approval.question() != question.number());
    }

    /** Whether a step without a way back has begun to act. */
    boolean pastReturn() {
        return steps.stream().anyMatch(step -> step.planned().wayBack() == WayBack.NO_RETURN && step.begun());
    }

    /** A settled question lives on in the command that settled it, so that numbers never repeat. */
    private int lastQuestion() {
        Approval approval = commands.approval();
        Commands.Abort abort = commands.abort();
        int answered = Math.max(approval == null ? 0 : approval.question(), abort == null ? 0 : abort.question());
        return Math.max(answered, question == null ? 0 : question.number());
    }

    Run in(RunState next, String reason) {
        return new Run(epoch, next, reason, turnedBack, question, commands, steps);
    }

    Run saying(String reason) {
        return in(state, reason);
    }

    /** Goes backward from here; a question of the way forward is settled by that. */
    Run turnedBack(String reason) {
        return new Run(epoch, RunState.ROLLING_BACK, reason, reason, null, commands, steps);
    }

    Run asking(RunStep step, String figures) {
        Question next = new Question(lastQuestion() + 1, step.sequence(), figures);
        return new Run(epoch, RunState.WAITING_FOR_OPERATOR, step + ": " + figures, turnedBack, next, commands, steps);
    }

    Run with(RunStep changed) {
        List<RunStep> next = steps.stream()
                .map(step -> step.sequence() == changed.sequence() ? changed : step)
                .toList();
        String said = changed.message().isEmpty() ? message : changed + ": " + changed.message();
        return new Run(epoch, state, said, turnedBack, question, commands, next);
    }
}
