package dev.fairlead.replication.freshness;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.service.problem.Problem;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FreshnessController implements ReplicationApi {

    private final Fleet fleet;

    FreshnessController(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Listing<Freshness> freshness() {
        if (!fleet.settled()) {
            throw Problem.notReady("NOT_SAMPLED_YET", "the members were not all read since the service started");
        }
        return new Listing<>(fleet.freshness());
    }
}
