package dev.fairlead.replication.sample;

import dev.fairlead.replication.database.DatabasesChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Lets the fleet see a change of the catalog at once. */
@Component
class FleetWaker {

    private final Fleet fleet;

    FleetWaker(Fleet fleet) {
        this.fleet = fleet;
    }

    @EventListener
    void onChange(DatabasesChanged changed) {
        fleet.wake();
    }
}
