package dev.fairlead.deploy.run;

import dev.fairlead.contracts.Listing;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.problem.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows runs of every kind, and hands them what operators ask. */
@RestController
@RequestMapping("/v1/runs")
class RunController {

    private static final int NEWEST = 100;

    private final Runs runs;

    RunController(Runs runs) {
        this.runs = runs;
    }

    @GetMapping
    Listing<RunView> list() {
        return new Listing<>(runs.list(NEWEST));
    }

    @GetMapping("/{id}")
    RunView find(@PathVariable String id) {
        return runs.find(id).orElseThrow(() -> Problem.notFound("UNKNOWN_RUN", "there is no run " + id));
    }

    @PostMapping("/{id}/pause")
    RunView pause(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return told(id, runs.pause(find(id).id(), author));
    }

    @PostMapping("/{id}/resume")
    RunView resume(@PathVariable String id) {
        return told(id, runs.resume(find(id).id()));
    }

    /** Turns the run back; where it waits on its way back, gives that up. */
    @PostMapping("/{id}/abort")
    RunView abort(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return told(id, runs.abort(find(id).id(), author));
    }

    /** Answers what the run asks. */
    @PostMapping("/{id}/approve")
    RunView approve(
            @PathVariable String id,
            @RequestBody ApproveRequest request,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        if (!runs.approve(find(id).id(), author, request.question())) {
            throw Problem.conflict(
                    "NOT_ASKED", "run %s does not wait for an answer to question %d".formatted(id, request.question()));
        }
        return find(id);
    }

    /** @param question number of the question that the operator saw */
    record ApproveRequest(int question) {}

    private RunView told(String id, boolean accepted) {
        if (!accepted) {
            throw Problem.conflict("RUN_ENDED", "run %s has ended".formatted(id));
        }
        return find(id);
    }
}
