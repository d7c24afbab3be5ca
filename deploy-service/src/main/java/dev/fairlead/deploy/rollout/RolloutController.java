package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.runs.OutcomeUnknownException;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.Started;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.problem.Problem;
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
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/v1/rollouts")
class RolloutController {

    private static final int NEWEST = 100;
    private static final int MAX_KEY = 200;

    private final Runs runs;
    private final RolloutKind kind;
    private final RolloutValidation validation;
    private final JsonMapper json;

    RolloutController(Runs runs, RolloutKind kind, RolloutValidation validation, JsonMapper json) {
        this.runs = runs;
        this.kind = kind;
        this.validation = validation;
        this.json = json;
    }

    /** The same {@code Idempotency-Key} with the same body is answered with the rollout that it started. */
    @PostMapping
    ResponseEntity<RolloutView> start(
            @RequestBody RolloutSpec spec,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
            throw Problem.invalid("INVALID_VALUE", "", "Idempotency-Key is empty or longer than 200 characters");
        }
        validate(spec);
        RunOrder<RolloutSpec> order =
                new RunOrder<>(spec.application().value(), spec, "rollout of " + spec.version(), author, key);
        return switch (started(order)) {
            case Started.New(RunView run) -> accepted(run);
            case Started.Before(RunView run) -> accepted(run);
            case Started.Busy(String other) ->
                throw Problem.conflict(
                        "ROLLOUT_UNDER_WAY", "rollout %s of %s has not ended".formatted(other, spec.application()));
            case Started.KeyReused(String other) ->
                throw Problem.conflict(
                        "IDEMPOTENCY_KEY_REUSED",
                        "this Idempotency-Key started rollout %s, with another body".formatted(other));
        };
    }

    private Started started(RunOrder<RolloutSpec> order) {
        try {
            return runs.start(kind, order);
        } catch (OutcomeUnknownException e) {
            throw Problem.notReady("OUTCOME_UNKNOWN", e.getMessage() + ": see the list of rollouts, or ask again");
        }
    }

    private void validate(RolloutSpec spec) {
        try {
            validation.validate(spec);
        } catch (RestClientException e) {
            throw Problem.notReady("TRAFFIC_SERVICE_AWAY", "the traffic-service does not answer: " + e.getMessage());
        }
    }

    private ResponseEntity<RolloutView> accepted(RunView run) {
        return ResponseEntity.accepted()
                .location(URI.create("/v1/rollouts/" + run.id()))
                .body(view(run));
    }

    @GetMapping
    Listing<RolloutView> list() {
        return new Listing<>(runs.list(kind, NEWEST).stream().map(this::view).toList());
    }

    @GetMapping("/{id}")
    RolloutView find(@PathVariable String id) {
        return view(run(id));
    }

    @PostMapping("/{id}/pause")
    RolloutView pause(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return told(id, runs.pause(run(id).id(), author));
    }

    @PostMapping("/{id}/resume")
    RolloutView resume(@PathVariable String id) {
        return told(id, runs.resume(run(id).id()));
    }

    /** Turns the rollout back; where it waits on its way back, gives that up. */
    @PostMapping("/{id}/abort")
    RolloutView abort(
            @PathVariable String id, @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        return told(id, runs.abort(run(id).id(), author));
    }

    /** Has what the rollout asks about tried again. */
    @PostMapping("/{id}/approve")
    RolloutView approve(
            @PathVariable String id,
            @RequestBody ApproveRequest request,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        if (!runs.approve(run(id).id(), author, request.question())) {
            throw Problem.conflict(
                    "NOT_ASKED",
                    "rollout %s does not wait for an answer to question %d".formatted(id, request.question()));
        }
        return find(id);
    }

    /**
     * @param question number of the question that the operator saw
     */
    record ApproveRequest(int question) {}

    private RolloutView told(String id, boolean accepted) {
        if (!accepted) {
            throw Problem.conflict("ROLLOUT_ENDED", "rollout %s has ended".formatted(id));
        }
        return find(id);
    }

    private RunView run(String id) {
        return runs.find(id)
                .filter(run -> run.kind().equals(kind.name()))
                .orElseThrow(() -> Problem.notFound("UNKNOWN_ROLLOUT", "there is no rollout " + id));
    }

    private RolloutView view(RunView run) {
        return RolloutView.of(run, json.convertValue(run.input(), RolloutSpec.class));
    }
}
