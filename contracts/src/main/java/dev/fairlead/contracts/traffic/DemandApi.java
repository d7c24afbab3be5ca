package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.Listing;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/** What data planes tell of the users that they serve. */
public interface DemandApi {

    /** Tells what was counted; of applications that there are not nothing becomes. */
    @PostExchange("/v1/demand")
    void demand(@RequestBody Listing<DemandSample> counted);
}
