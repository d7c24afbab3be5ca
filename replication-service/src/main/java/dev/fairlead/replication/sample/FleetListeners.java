package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** Tells several, one after the other. */
record FleetListeners(List<FleetListener> all) implements FleetListener {

    FleetListeners {
        all = List.copyOf(all);
    }

    @Override
    public void onReading(DatabaseName database, Supplier<List<Finding>> findings) {
        all.forEach(listener -> listener.onReading(database, findings));
    }

    @Override
    public void onAnswer(DatabaseName database, DataCenterName member, Instant askedAt, Duration took) {
        all.forEach(listener -> listener.onAnswer(database, member, askedAt, took));
    }
}
