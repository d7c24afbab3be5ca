package dev.fairlead.traffic.intent;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.Location;
import dev.fairlead.service.database.ForwardReads;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/** The intent in memory: read from the database at each change, and kept as it was while the database is away. */
@Component
public class LatestIntent implements AutoCloseable {

    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final DataCenters dataCenters;
    private final Applications applications;
    private final Overrides overrides;
    private final Releases releases;
    private final InstantSource clock;
    private final Feed<Intent> feed;
    private volatile Runnable onChange = () -> {};

    LatestIntent(
            DataCenters dataCenters,
            Applications applications,
            Overrides overrides,
            Releases releases,
            PlatformTransactionManager transactions,
            EventBus bus,
            InstantSource clock) {
        this.dataCenters = dataCenters;
        this.applications = applications;
        this.overrides = overrides;
        this.releases = releases;
        this.clock = clock;
        ForwardReads reads = new ForwardReads(transactions);
        this.feed = new Feed<>(
                Topic.INTENT.name(), bus, REFRESH, clock, () -> reads.read(this::read), answer -> onChange.run());
    }

    /** Absent until the database answered once. */
    public @Nullable Intent latest() {
        Feed.Answer<Intent> read = feed.latest();
        return read == null ? null : read.value();
    }

    /** Whom to wake when the intent was read. */
    public void onChange(Runnable wake) {
        this.onChange = wake;
    }

    /** Reads it soon: the bus may be away, or have lost something. */
    public void wake() {
        feed.wake();
    }

    private Intent read() {
        Map<DataCenterName, Location> locations = new HashMap<>();
        dataCenters
                .findAll()
                .forEach(one -> locations.put(one.name(), one.spec().location()));
        return new Intent(
                new Fleet(locations),
                applications.findAllByOrderByName().stream()
                        .map(one -> new Application(one.name(), one.spec()))
                        .toList(),
                new Orders(
                        overrides.findByExpiresAtAfterOrderById(clock.instant()).stream()
                                .map(StoredOverride::override)
                                .toList(),
                        releases.findAll().stream().map(StoredRelease::release).toList()));
    }

    @Override
    public void close() {
        feed.close();
    }
}
