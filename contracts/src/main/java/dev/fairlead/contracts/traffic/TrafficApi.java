package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.RunHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import org.springframework.web.service.annotation.PutExchange;

/** What other services ask of the traffic-service. */
public interface TrafficApi {

    @GetExchange("/v1/data-centers")
    Listing<Resource<DataCenterSpec>> dataCenters();

    @GetExchange("/v1/applications")
    Listing<Resource<ApplicationSpec>> applications();

    /**
     * The plans in force, from memory; without a body when they are the version that is known. Only what changed since where the
     * service still remembers that version, otherwise all of them, which is also what a service answers that does not tell changes.
     */
    @GetExchange("/v1/plans?changes=true")
    ResponseEntity<PlanListing> plans(@RequestHeader(name = "If-None-Match", required = false) @Nullable String known);

    @GetExchange("/v1/applications/{application}/plan")
    RoutingPlan plan(@PathVariable String application);

    /**
     * Places an override for a run, under an id of its choice; asking again with the same content changes nothing. Refused with
     * 409 {@code OVERTAKEN} once the run was heard under a higher epoch.
     */
    @PutExchange("/v1/overrides/{id}")
    RoutingOverride override(
            @PathVariable String id,
            @RequestHeader(RunHeaders.RUN) String run,
            @RequestHeader(RunHeaders.EPOCH) long epoch,
            @RequestBody OverrideRequest request);

    /** The same, overruling safety rules by name. */
    @PutExchange("/v1/overrides/{id}")
    RoutingOverride override(
            @PathVariable String id,
            @RequestHeader(RunHeaders.RUN) String run,
            @RequestHeader(RunHeaders.EPOCH) long epoch,
            @RequestParam("force") List<String> force,
            @RequestParam("forceReason") String forceReason,
            @RequestBody OverrideRequest request);

    /** What an override would come to; changes nothing. */
    @PutExchange("/v1/overrides/{id}?dryRun=true")
    Preview<RoutingOverride> previewOverride(@PathVariable String id, @RequestBody OverrideRequest request);

    /** Ends drains of this scope and releases holds. */
    @PostExchange("/v1/restores")
    void restore(@RequestBody RestoreRequest request);

    /** What a restore would come to; changes nothing. */
    @PostExchange("/v1/restores?dryRun=true")
    Preview<Map<String, Object>> previewRestore(@RequestBody RestoreRequest request);

    /** Ends an override for a run; ending one that is not there is not an error. Refused as placing is. */
    @DeleteExchange("/v1/overrides/{id}")
    void endOverride(
            @PathVariable String id,
            @RequestHeader(RunHeaders.RUN) String run,
            @RequestHeader(RunHeaders.EPOCH) long epoch);
}
