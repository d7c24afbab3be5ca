package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import dev.fairlead.contracts.deploy.EvacuationSpec.Direction;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.runs.OutcomeUnknownException;
import dev.fairlead.runs.RunOrder;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.Started;
import dev.fairlead.service.caller.Actor;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.problem.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.json.JsonMapper;

/** Starts evacuations and shows them; like all runs they are told what to do under {@code /v1/runs}. */
@RestController
@RequestMapping("/v1/evacuations")
class EvacuationController {

    private static final int NEWEST = 100;

    private final Runs runs;
    private final EvacuationKind kind;
    private final TrafficApi traffic;
    private final Outlook outlook;
    private final Primaries primaries;
    private final JsonMapper json;

    EvacuationController(
            Runs runs, EvacuationKind kind, TrafficApi traffic, Outlook outlook, Primaries primaries, JsonMapper json) {
        this.runs = runs;
        this.kind = kind;
        this.traffic = traffic;
        this.outlook = outlook;
        this.primaries = primaries;
        this.json = LenientJson.of(json);
    }

    @PostMapping
    ResponseEntity<?> start(
            @RequestBody EvacuationSpec spec,
            @Parameter(description = "Starts nothing and answers what it would come to.")
                    @RequestParam(defaultValue = "false")
                    boolean dryRun,
            @Parameter(description = "Of a dry run: refused when the evacuation would come to something else now.")
                    @RequestParam(required = false)
                    @Nullable String planHash,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = Actor.HEADER, defaultValue = "unknown") String author) {
        EvacuationInput input = new EvacuationInput(
                spec, asked(() -> applications(spec.dataCenter())), asked(() -> databases(spec, key)));
        if (dryRun) {
            return ResponseEntity.ok(foreseen(input));
        }
        boolean repeated = key != null && runs.startedBy(kind, key).isPresent();
        if (planHash != null && !repeated && !planHash.equals(foreseen(input).planHash())) {
            throw Problem.conflict(
                    "PLAN_CHANGED", "the evacuation would come to something else than the dry run told: run it again");
        }
        return started(input, author, key);
    }

    /** What a start would be refused for refuses the dry run too. */
    private Preview<Void> foreseen(EvacuationInput input) {
        runs.running(EvacuationKind.GROUP, EvacuationKind.SUBJECT).ifPresent(other -> {
            throw underWay(other);
        });
        return asked(() -> outlook.of(input));
    }

    private ResponseEntity<RunView> started(EvacuationInput input, String author, @Nullable String key) {
        EvacuationSpec spec = input.spec();
        String reason = "%s %s: %s"
                .formatted(spec.dataCenter(), spec.direction().name().toLowerCase(Locale.ROOT), spec.reason());
        return switch (started(new RunOrder<>(EvacuationKind.SUBJECT, input, reason, author, key))) {
            case Started.New(RunView run) -> accepted(run);
            case Started.Before(RunView run) -> accepted(run);
            case Started.Busy(String other) -> throw underWay(other);
            case Started.KeyReused(String other) ->
                throw Problem.conflict(
                        "IDEMPOTENCY_KEY_REUSED",
                        "this Idempotency-Key started evacuation %s, with another body".formatted(other));
        };
    }

    private Problem underWay(String other) {
        String kind = runs.find(other).map(RunView::kind).orElse(EvacuationKind.GROUP);
        return Problem.conflict("EVACUATION_UNDER_WAY", "%s %s has not ended".formatted(kind, other));
    }

    private List<ApplicationName> applications(DataCenterName dataCenter) {
        boolean exists = traffic.dataCenters().items().stream()
                .anyMatch(resource -> resource.metadata().name().equals(dataCenter.value()));
        if (!exists) {
            throw Problem.invalid("UNKNOWN_DATA_CENTER", "/dataCenter", "there is no data center " + dataCenter);
        }
        return DependencyOrder.of(traffic.applications().items(), dataCenter);
    }

    /** Those that it began with, where it was asked for before: by now their primaries may be elsewhere. */
    private List<DatabaseName> databases(EvacuationSpec spec, @Nullable String key) {
        if (spec.direction() == Direction.BACK) {
            return List.of();
        }
        Optional<RunView> before = key == null ? Optional.empty() : runs.startedBy(kind, key);
        return before.map(run ->
                        json.convertValue(run.input(), EvacuationInput.class).databases())
                .orElseGet(() -> primaries.in(spec.dataCenter()));
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RestClientException e) {
            throw Problem.notReady("TRAFFIC_SERVICE_AWAY", "the traffic-service does not answer: " + e.getMessage());
        }
    }

    private Started started(RunOrder<EvacuationInput> order) {
        try {
            return runs.start(kind, order);
        } catch (OutcomeUnknownException e) {
            throw Problem.notReady("OUTCOME_UNKNOWN", e.getMessage() + ": see the list of evacuations, or ask again");
        }
    }

    private static ResponseEntity<RunView> accepted(RunView run) {
        return ResponseEntity.accepted()
                .location(URI.create("/v1/runs/" + run.id()))
                .body(run);
    }

    @GetMapping
    Listing<RunView> list() {
        return new Listing<>(runs.list(kind, NEWEST));
    }
}
