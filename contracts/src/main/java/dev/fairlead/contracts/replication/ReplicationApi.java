package dev.fairlead.contracts.replication;

import dev.fairlead.contracts.Listing;
import org.springframework.web.service.annotation.GetExchange;

/** What other services ask of the replication-service. */
public interface ReplicationApi {

    /**
     * The whole list, from memory, computed at the moment of the answer. Refused with 503 until every member had its turn
     * after a start of the service: that nobody was asked yet is not a finding.
     */
    @GetExchange("/v1/freshness")
    Listing<Freshness> freshness();
}
