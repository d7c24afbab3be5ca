package dev.fairlead.health.vantage;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Observation;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** What a health-service asks of another replica of its region. */
interface SiblingApi {

    /**
     * What that replica itself probes and finds.
     *
     * @param of whom the caller believes to ask: anybody else refuses
     */
    @GetExchange("/v1/observations")
    Listing<Observation> observations(@RequestParam String of);
}
