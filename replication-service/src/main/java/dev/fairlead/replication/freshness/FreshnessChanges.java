package dev.fairlead.replication.freshness;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.FleetListener;
import dev.fairlead.replication.timeline.Finding;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Wakes consumers when by what all regions find a member's role, its reachability or whether it is certified changes; a grown
 * bound is no change.
 */
@Component
class FreshnessChanges implements FleetListener {

    private static final Logger log = LoggerFactory.getLogger(FreshnessChanges.class);

    private final EventBus bus;
    private final FreshnessGauges gauges;
    private final Regions regions;
    private final Map<DatabaseName, Known> known = new ConcurrentHashMap<>();

    FreshnessChanges(EventBus bus, FreshnessGauges gauges, Regions regions) {
        this.bus = bus;
        this.gauges = gauges;
        this.regions = regions;
        regions.onHeard(this::look);
    }

    @Override
    public void onReading(DatabaseName database, Supplier<List<Finding>> findings) {
        Supplier<List<Freshness>> freshness = () -> regions.merge(database, findings.get());
        // looking inside the lock: the last to look sees the newest state
        known.compute(
                database,
                (name, before) -> compare(name, before == null ? new Known(Map.of(), freshness) : before, freshness));
    }

    private void look() {
        known.keySet()
                .forEach(database ->
                        known.computeIfPresent(database, (name, before) -> compare(name, before, before.freshness)));
    }

    private @Nullable Known compare(DatabaseName database, Known before, Supplier<List<Freshness>> freshness) {
        Map<DataCenterName, State> after = new TreeMap<>();
        for (Freshness member : freshness.get()) {
            State state = State.of(member);
            after.put(member.dataCenter(), state);
            if (!state.equals(before.states.get(member.dataCenter()))) {
                log.info(
                        "database={} data_center={} role={} reachable={} certified={} reason=\"{}\"",
                        database,
                        member.dataCenter(),
                        state.role,
                        state.reachable,
                        state.certified,
                        member.reason());
            }
        }
        if (!after.equals(before.states)) {
            gauges.show(database, after.keySet(), freshness);
            bus.publish(new Event(Topic.FRESHNESS.name(), database.value()));
        }
        return after.isEmpty() ? null : new Known(after, freshness);
    }

    private record Known(Map<DataCenterName, State> states, Supplier<List<Freshness>> freshness) {}

    private record State(MemberRole role, boolean reachable, boolean certified) {

        static State of(Freshness member) {
            return new State(member.role(), member.reachable(), member.stalenessBoundMs() != null);
        }
    }
}
