package dev.fairlead.replication.freshness;

import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.replication.sample.Fleet;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FreshnessController implements ReplicationApi {

    private final Fleet fleet;

    FreshnessController(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Listing<Freshness> freshness() {
        return new Listing<>(fleet.freshness());
    }
}
