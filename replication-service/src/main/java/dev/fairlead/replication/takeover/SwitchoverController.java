package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.SwitchoverSpec;
import dev.fairlead.replication.takeover.MoveControl.ApproveRequest;
import dev.fairlead.replication.takeover.MoveInput.Cause;
import dev.fairlead.replication.takeover.MoveInput.Wish;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.service.caller.Actor;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Starts switchovers, shows them, and hands them what operators ask. */
@RestController
@RequestMapping("/v1/switchovers")
class SwitchoverController {

    private final Moves moves;
    private final SwitchoverKind kind;
    private final MoveControl control;

    SwitchoverController(Moves moves, SwitchoverKind kind, Runs runs) {
        this.moves = moves;
        this.kind = kind;
        this.control = new MoveControl(runs, kind);
    }

    @PostMapping
    ResponseEntity<RunView> start(
            @RequestBody SwitchoverSpec spec,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        Wish wish = new Wish(spec.to(), false, Cause.PLANNED);
        MoveOrder order = new MoveOrder(spec.database(), null, wish, spec.reason(), author, key);
        RunView run = moves.start(kind, order);
        return ResponseEntity.accepted()
                .location(URI.create("/v1/switchovers/" + run.id()))
                .body(run);
    }

    @GetMapping
    Listing<RunView> list() {
        return control.list();
    }

    @GetMapping("/{id}")
    RunView find(@PathVariable String id) {
        return control.find(id);
    }

    @PostMapping("/{id}/pause")
    RunView pause(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return control.pause(id, author);
    }

    @PostMapping("/{id}/resume")
    RunView resume(@PathVariable String id) {
        return control.resume(id);
    }

    /** Turns the run back as long as nobody has taken over; after that it ends as it stands. */
    @PostMapping("/{id}/abort")
    RunView abort(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return control.abort(id, author);
    }

    /** Answers what the run asks. */
    @PostMapping("/{id}/approve")
    RunView approve(
            @PathVariable String id,
            @RequestBody ApproveRequest request,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return control.approve(id, request, author);
    }
}
