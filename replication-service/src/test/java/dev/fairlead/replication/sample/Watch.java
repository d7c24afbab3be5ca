package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.DatabaseSpec;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.replication.timeline.Finding;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A fleet that watches a cluster as the database {@link #SHOP}. */
final class Watch implements AutoCloseable {

    static final DatabaseName SHOP = DatabaseName.of("shop");

    private final Fleet fleet;
    private volatile Map<DatabaseName, DatabaseSpec> wanted;

    Watch(Cluster cluster, InstantSource clock) {
        wanted = Map.of(SHOP, cluster.spec());
        fleet = new Fleet(() -> wanted, new Credentials(cluster.credentials()), clock, (database, freshness) -> {});
    }

    void want(Map<DatabaseName, DatabaseSpec> databases) {
        wanted = databases;
        fleet.wake();
    }

    boolean settled() {
        return fleet.settled();
    }

    List<Freshness> freshness() {
        return fleet.findings().stream().map(Finding::freshness).toList();
    }

    List<RoundTrip> roundTrips() {
        return fleet.roundTrips();
    }

    List<LogicalSlot> logicalSlots() throws IOException {
        return fleet.logicalSlots(SHOP);
    }

    long bound(DataCenterName dataCenter) {
        Freshness freshness = of(dataCenter);
        Long bound = freshness.stalenessBoundMs();
        if (bound == null) {
            throw new AssertionError(freshness.reason());
        }
        return bound;
    }

    Freshness of(DataCenterName dataCenter) {
        return of(SHOP, dataCenter);
    }

    Freshness of(DatabaseName database, DataCenterName dataCenter) {
        return freshness().stream()
                .filter(freshness -> freshness.database().equals(database))
                .filter(freshness -> freshness.dataCenter().equals(dataCenter))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing is known of " + database + " in " + dataCenter));
    }

    @Override
    public void close() {
        fleet.close();
    }
}
