package dev.fairlead.health.vantage;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.PassiveEvidence;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/** What a health-service asks of another replica of its region. */
interface SiblingApi {

    /**
     * What that replica itself probes and finds.
     *
     * @param of whom the caller believes to ask: anybody else refuses
     */
    @GetExchange("/v1/observations")
    Listing<Observation> observations(@RequestParam String of);

    /** What the caller was told of endpoints that it does not probe itself; it goes no further. */
    @PostExchange("/v1/evidence?relayed=true")
    void relay(@RequestBody Listing<PassiveEvidence> seen);
}
