package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.Listing;
import dev.fairlead.runs.Question;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.problem.Problem;
import org.jspecify.annotations.Nullable;

/** Shows the runs of one kind, and hands them what operators ask. */
final class MoveControl {

    private static final int NEWEST = 100;

    private final Runs runs;
    private final RunKind<MoveInput> kind;

    MoveControl(Runs runs, RunKind<MoveInput> kind) {
        this.runs = runs;
        this.kind = kind;
    }

    Listing<RunView> list() {
        return new Listing<>(runs.list(kind, NEWEST));
    }

    RunView find(String id) {
        return runs.find(id)
                .filter(run -> run.kind().equals(kind.name()))
                .orElseThrow(() -> Problem.notFound("UNKNOWN_RUN", "there is no %s %s".formatted(kind.name(), id)));
    }

    RunView pause(String id, String author) {
        return told(id, runs.pause(find(id).id(), author));
    }

    RunView resume(String id) {
        return told(id, runs.resume(find(id).id()));
    }

    RunView abort(String id, String author) {
        return told(id, runs.abort(find(id).id(), author));
    }

    RunView approve(String id, ApproveRequest request, String author) {
        int question = request.question();
        requireConfirmed(find(id), request.confirm());
        if (!runs.approve(find(id).id(), author, question)) {
            throw Problem.conflict(
                    "NOT_ASKED", "run %s does not wait for an answer to question %d".formatted(id, question));
        }
        return find(id);
    }

    /** The step that asks says what has to be typed. */
    private static void requireConfirmed(RunView run, @Nullable String typed) {
        Question question = run.question();
        String asked = question == null
                ? null
                : run.steps().get(question.step() - 1).output().get(SuspectStep.CONFIRM);
        if (asked != null && !asked.equals(typed)) {
            throw Problem.invalid(
                    "NOT_CONFIRMED",
                    "/confirm",
                    "say %s in confirm: taken over while its primary still writes, a database of two data centers splits"
                            .formatted(asked));
        }
    }

    private RunView told(String id, boolean accepted) {
        if (!accepted) {
            throw Problem.conflict("RUN_ENDED", "run %s has ended".formatted(id));
        }
        return find(id);
    }

    /**
     * A yes.
     *
     * @param question number of the question that the operator saw
     * @param confirm what the operator typed; needed where the output of the step that asks says {@code confirm}
     */
    record ApproveRequest(int question, @Nullable String confirm) {}
}
