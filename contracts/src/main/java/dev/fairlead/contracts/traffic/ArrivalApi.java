package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.Listing;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/** Where requests arrive: what each tells that it counted, and what all of that comes to. */
public interface ArrivalApi {

    /** Tells what was counted; of applications and data centers that there are not nothing becomes. */
    @PostExchange("/v1/arrivals")
    void arrived(@RequestBody Listing<ArrivalSample> counted);

    /** The observed shares of all applications; without a body when they are those that are known. */
    @GetExchange("/v1/arrivals")
    ResponseEntity<Listing<ObservedShare>> shares(
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String known);
}
