package dev.fairlead.gateway.dataplane;

import dev.fairlead.bus.EventBus;
import dev.fairlead.bus.Feed;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.DataPlaneSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data planes that are registered for this region, from memory: what the traffic-service last said, or the snapshot until it says
 * anything. Nobody that answers is no reason to let go of one.
 */
final class Registrations implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Registrations.class);

    private final RegionName region;
    private final @Nullable RegistrationSnapshot snapshot;
    private final Feed<List<Resource<DataPlaneSpec>>> feed;
    private volatile List<Resource<DataPlaneSpec>> known = List.of();
    private volatile Runnable listener = () -> {};

    /**
     * @param snapshot absent: nothing is kept on disk
     * @param source of all regions
     */
    Registrations(
            RegionName region,
            @Nullable RegistrationSnapshot snapshot,
            EventBus bus,
            Duration refresh,
            InstantSource clock,
            Supplier<List<Resource<DataPlaneSpec>>> source) {
        this.region = region;
        this.snapshot = snapshot;
        if (snapshot != null) {
            snapshot.read().ifPresent(stored -> {
                known = stored;
                log.info("data_planes={} source=snapshot", stored.size());
            });
        }
        this.feed = new Feed<>(Topic.DATA_PLANES.name(), bus, refresh, clock, source, answer -> take(answer.value()));
    }

    private void take(List<Resource<DataPlaneSpec>> told) {
        if (told.equals(known)) {
            return;
        }
        known = told;
        listener.run();
        if (snapshot != null) {
            snapshot.write(told);
        }
    }

    /** By name. */
    Map<String, DataPlaneSpec> ofThisRegion() {
        Map<String, DataPlaneSpec> own = new TreeMap<>();
        known.stream()
                .filter(registration -> registration.spec().region().equals(region))
                .forEach(registration -> own.put(registration.metadata().name(), registration.spec()));
        return own;
    }

    /** Calls the listener after each change, on the feed's thread: it must return at once. */
    void onChange(Runnable changed) {
        listener = changed;
    }

    @Override
    public void close() {
        feed.close();
    }
}
