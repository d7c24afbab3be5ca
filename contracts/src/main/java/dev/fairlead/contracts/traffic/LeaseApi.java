package dev.fairlead.contracts.traffic;

import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/** Leases for processes that have no database of their own. */
public interface LeaseApi {

    /** Takes or renews the lease where nobody else has it; the answer tells who has it now. */
    @PostExchange("/v1/leases")
    Lease lease(@RequestBody LeaseRequest request);
}
