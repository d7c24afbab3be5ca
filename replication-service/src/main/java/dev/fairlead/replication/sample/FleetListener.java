package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.timeline.Finding;
import java.util.List;
import java.util.function.Supplier;

/** Told after each reading of a member; called on the threads of the samplers, so it must return at once. */
public interface FleetListener {

    /**
     * @param findings gives those about the database's members whenever it is asked; empty once its watch is over
     */
    void onReading(DatabaseName database, Supplier<List<Finding>> findings);
}
