package dev.fairlead.traffic.region;

import dev.fairlead.traffic.intent.Intent;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;

/** What a traffic-service asks of the same service in another region. */
interface RegionApi {

    /**
     * The region's plans; without body when they are those of the version that is known.
     *
     * @param of whom the caller believes to ask: anybody else refuses
     */
    @GetExchange("/v1/plans")
    ResponseEntity<RegionPlans> plans(
            @RequestParam String of, @RequestHeader(name = "If-None-Match", required = false) @Nullable String known);

    /** The intent that the region holds. */
    @GetExchange("/v1/intent")
    Intent intent(@RequestParam String of);
}
