package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;

/** What gateways ask of the traffic-service about the data planes that are registered with it. */
public interface DataPlaneApi {

    /** Those of all regions, from memory; without a body when they are the version that is known. */
    @GetExchange("/v1/data-planes")
    ResponseEntity<Listing<Resource<DataPlaneSpec>>> dataPlanes(
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String known);
}
