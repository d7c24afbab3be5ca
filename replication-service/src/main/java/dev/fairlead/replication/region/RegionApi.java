package dev.fairlead.replication.region;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** What a replication-service asks of the same service in another region. */
interface RegionApi {

    /**
     * What the region found by its own samples; refused until it read every member.
     *
     * @param of whom the caller believes to ask: anybody else refuses
     */
    @GetExchange("/v1/freshness")
    RegionFindings findings(@RequestParam String of);
}
