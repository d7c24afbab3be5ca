package dev.fairlead.contracts.replication;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.Resource;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/** What a run of another service asks of the replication-service to have primaries moved. */
public interface SwitchoverApi {

    @GetExchange("/v1/databases")
    Listing<Resource<DatabaseSpec>> databases();

    /** Reads the settings of all servers anew, which may take seconds. */
    @GetExchange("/v1/databases/{name}/check")
    DatabaseCheck check(@PathVariable String name);

    /**
     * Starts a switchover; asking again under the same key is answered with the same one. Refused with 409 while another run moves
     * the primary, and when the target lacks what another standby has.
     */
    @PostExchange("/v1/switchovers")
    MoveStatus start(@RequestHeader("Idempotency-Key") String key, @RequestBody SwitchoverSpec spec);

    /** The newest first. */
    @GetExchange("/v1/switchovers")
    Listing<MoveStatus> switchovers();

    @GetExchange("/v1/switchovers/{id}")
    MoveStatus switchover(@PathVariable String id);

    /** Turns it back as long as nobody has taken over; after that it ends as it stands. */
    @PostExchange("/v1/switchovers/{id}/abort")
    MoveStatus abort(@PathVariable String id);
}
