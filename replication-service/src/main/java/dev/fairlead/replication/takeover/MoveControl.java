package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.Listing;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.problem.Problem;

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

    RunView approve(String id, int question, String author) {
        if (!runs.approve(find(id).id(), author, question)) {
            throw Problem.conflict(
                    "NOT_ASKED", "run %s does not wait for an answer to question %d".formatted(id, question));
        }
        return find(id);
    }

    private RunView told(String id, boolean accepted) {
        if (!accepted) {
            throw Problem.conflict("RUN_ENDED", "run %s has ended".formatted(id));
        }
        return find(id);
    }

    /** @param question number of the question that the operator saw */
    record ApproveRequest(int question) {}
}
