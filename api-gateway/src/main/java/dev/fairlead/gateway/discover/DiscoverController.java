package dev.fairlead.gateway.discover;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.PlaceLookup;
import dev.fairlead.gateway.dataplane.PlanTable;
import dev.fairlead.gateway.discover.answer.Discovered;
import dev.fairlead.gateway.discover.answer.Discovery;
import dev.fairlead.gateway.discover.answer.Intent;
import dev.fairlead.gateway.discover.answer.Origin;
import dev.fairlead.service.problem.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells services where an application is, and lets them wait until that changes. */
@RestController
class DiscoverController {

    private static final String PREFER = "Prefer";
    private static final String APPLIED = "Preference-Applied";

    private final PlanTable plans;
    private final PlaceLookup places;
    private final AwaitedPlans awaited;

    DiscoverController(PlanTable plans, PlaceLookup places, AwaitedPlans awaited) {
        this.plans = plans;
        this.places = places;
        this.awaited = awaited;
    }

    /** With {@code If-None-Match} 304 as long as there is no newer plan, with {@code Prefer: wait=N} after N seconds of that. */
    @GetMapping("/v1/discover/{application}")
    ResponseEntity<Discovered> discover(
            @PathVariable String application,
            @Parameter(description = "An IP address, or the data center that the requests come from.") @RequestParam
                    String from,
            @Parameter(description = "read or write.") @RequestParam(defaultValue = "read") String intent,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String ifNoneMatch,
            @Parameter(description = "wait=N: up to N seconds, at most 60, for a newer plan (RFC 7240).")
                    @RequestHeader(name = PREFER, required = false)
                    @Nullable String prefer) {
        Question question = new Question(ApplicationName.of(application), Intent.of(intent), Origin.of(from));
        Precondition condition = Precondition.of(ifNoneMatch, prefer);
        Discovered answer = answer(question);
        if (answer.epoch() > condition.epoch()) {
            return AwaitedPlans.head(HttpStatus.OK, answer.epoch()).body(answer);
        }
        if (condition.waitSeconds() == 0) {
            return AwaitedPlans.head(HttpStatus.NOT_MODIFIED, condition.epoch()).build();
        }
        boolean changed = awaited.awaitNewer(question.application(), condition.epoch(), condition.waitSeconds());
        String applied = "wait=" + condition.waitSeconds();
        if (!changed) {
            return AwaitedPlans.head(HttpStatus.NOT_MODIFIED, condition.epoch())
                    .header(APPLIED, applied)
                    .build();
        }
        Discovered newer = answer(question);
        return AwaitedPlans.head(HttpStatus.OK, newer.epoch())
                .header(APPLIED, applied)
                .body(newer);
    }

    private record Question(ApplicationName application, Intent intent, Origin from) {}

    private Discovered answer(Question question) {
        RoutingPlan plan = awaited.plan(question.application());
        if (question.from() instanceof Origin.Site(DataCenterName dataCenter) && !isKnown(plan, dataCenter)) {
            throw Problem.notFound("DATA_CENTER_UNKNOWN", "no plan has a data center " + dataCenter);
        }
        return switch (Discovery.decide(plan, question.intent(), question.from(), places)) {
            case Discovery.Found(Discovered found) -> found;
            case Discovery.Nowhere(Discovery.Refusal refusal, String reason) ->
                throw Problem.notReady(refusal.name(), reason);
        };
    }

    /** An application need not run where its clients do. */
    private boolean isKnown(RoutingPlan plan, DataCenterName dataCenter) {
        return names(plan, dataCenter)
                || plans.plans().orElse(List.of()).stream().anyMatch(other -> names(other, dataCenter));
    }

    private static boolean names(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.standings().stream()
                .anyMatch(standing -> standing.dataCenter().equals(dataCenter));
    }
}
