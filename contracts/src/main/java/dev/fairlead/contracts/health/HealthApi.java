package dev.fairlead.contracts.health;

import dev.fairlead.contracts.Listing;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/** What other services ask of the health-service. All lists are whole and come from memory. */
public interface HealthApi {

    @GetExchange("/v1/verdicts")
    Listing<Verdict> verdicts();

    @GetExchange("/v1/observations")
    Listing<Observation> observations();

    @PostExchange("/v1/checks")
    CheckResult check(@RequestBody CheckRequest request);
}
