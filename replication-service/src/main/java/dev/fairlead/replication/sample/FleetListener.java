package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Told after each reading of a member; called on the threads of the samplers, so it must return at once. */
public interface FleetListener {

    /**
     * @param findings gives those about the database's members whenever it is asked; empty once its watch is over
     */
    void onReading(DatabaseName database, Supplier<List<Finding>> findings);

    /**
     * A member answered, before {@link #onReading} is told of it.
     *
     * @param askedAt by the fleet's clock
     * @param took from the question to the answer, over a connection that was there before
     */
    default void onAnswer(DatabaseName database, DataCenterName member, Instant askedAt, Duration took) {}
}
