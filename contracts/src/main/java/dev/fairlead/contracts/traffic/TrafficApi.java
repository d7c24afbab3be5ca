package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PutExchange;

/** What other services ask of the traffic-service. */
public interface TrafficApi {

    @GetExchange("/v1/data-centers")
    Listing<Resource<DataCenterSpec>> dataCenters();

    @GetExchange("/v1/applications")
    Listing<Resource<ApplicationSpec>> applications();

    /** The plans in force, from memory. */
    @GetExchange("/v1/plans")
    Listing<RoutingPlan> plans();

    @GetExchange("/v1/applications/{application}/plan")
    RoutingPlan plan(@PathVariable String application);

    /** Places an override under an id of the caller's choice; asking again with the same content changes nothing. */
    @PutExchange("/v1/overrides/{id}")
    RoutingOverride override(@PathVariable String id, @RequestBody OverrideRequest request);

    /** Ends an override; ending one that is not there is not an error. */
    @DeleteExchange("/v1/overrides/{id}")
    void endOverride(@PathVariable String id);
}
