package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.InvalidFieldException;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.service.json.LenientJson;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.Replicas;
import dev.fairlead.traffic.steering.DemandInForce;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Explained;
import dev.fairlead.traffic.steering.Explanation;
import dev.fairlead.traffic.steering.Places;
import dev.fairlead.traffic.steering.Situation;
import dev.fairlead.traffic.steering.Steering;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping("/v1")
class PlanController {

    /** Instants go further than the dates of a database. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final PlansInForce plans;
    private final Replicas replicas;
    private final PlanHistory history;
    private final JsonMapper json;
    private final Places places = PlacesFile.read();

    PlanController(PlansInForce plans, Replicas replicas, PlanHistory history, JsonMapper json) {
        this.plans = plans;
        this.replicas = replicas;
        this.history = history;
        this.json = LenientJson.of(json);
    }

    @GetMapping("/plans")
    ResponseEntity<Listing<RoutingPlan>> plans() {
        PlansInForce.InForce now = told(plans.now());
        return ResponseEntity.ok()
                .eTag(now.version())
                .body(new Listing<>(List.copyOf(now.plans().values())));
    }

    /** What changed since the version that the caller knows; all of them where that is not remembered. */
    @GetMapping(
            path = "/plans",
            params = {"changes", "!of"})
    ResponseEntity<PlanListing> changes(
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known) {
        PlanVersions versions = plans.versions();
        PlansInForce.InForce now = told(versions.now());
        return ResponseEntity.ok().eTag(now.version()).body(versions.since(known == null ? "" : unquoted(known)));
    }

    private PlansInForce.InForce told(PlansInForce.InForce now) {
        if (replicas.any() && !now.decided()) {
            throw Problem.notReady("PLANS_NOT_DECIDED", "what is loaded may be older than what other replicas told");
        }
        return now;
    }

    private static String unquoted(String tag) {
        return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
                ? tag.substring(1, tag.length() - 1)
                : tag;
    }

    @GetMapping("/applications/{application}/plan")
    RoutingPlan plan(@PathVariable String application) {
        RoutingPlan plan = plans.of(ApplicationName.of(application));
        if (plan == null) {
            throw noPlan(application);
        }
        return plan;
    }

    @GetMapping("/applications/{application}/plans")
    Listing<RoutingPlan> history(@PathVariable String application, @RequestParam(defaultValue = "20") int limit) {
        int most = (int) InvalidFieldException.inRange(limit, 1, PlanHistory.KEPT, "limit");
        return new Listing<>(history.list(ApplicationName.of(application), most));
    }

    @GetMapping("/applications/{application}/why")
    Why why(@PathVariable String application, @RequestParam(required = false) @Nullable Instant at) {
        Instant moment = at == null ? plan(application).decidedAt() : at;
        if (moment.isBefore(Instant.EPOCH) || moment.isAfter(LATEST)) {
            throw new InvalidFieldException("at", "at is not between 1970 and 9999");
        }
        return history.at(ApplicationName.of(application), moment)
                .map(this::why)
                .orElseThrow(() -> noPlan(application + " at " + moment));
    }

    private Why why(PlanHistory.Recorded found) {
        Situation situation = json.treeToValue(found.inputs(), Situation.class);
        Distances distances = Distances.of(situation.fleet(), places);
        DemandInForce demand = DemandInForce.of(situation.application().spec(), situation.observed(), distances);
        Explained explained = Steering.explain(situation, distances);
        boolean same = explained.plan().equals(found.plan());
        return new Why(
                Explanation.summary(found.plan()) + Explanation.shared(situation) + Explanation.demand(demand),
                found.plan(),
                found.inputs(),
                same ? explained.steps() : List.of());
    }

    private static Problem noPlan(String what) {
        return Problem.notFound("NO_PLAN", "there is no plan of " + what);
    }
}
