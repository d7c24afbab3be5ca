package dev.fairlead.replication.freshness;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.replication.Freshness;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The staleness bound of each member in seconds, computed when it is read; not a number while nothing is certified. */
@Component
class FreshnessGauges {

    private final MeterRegistry registry;
    private final Map<DatabaseName, Map<DataCenterName, Meter>> shown = new HashMap<>();

    FreshnessGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Makes the gauges of a database those of exactly these members. */
    synchronized void show(DatabaseName database, Set<DataCenterName> members, Supplier<List<Freshness>> freshness) {
        Map<DataCenterName, Meter> meters = shown.computeIfAbsent(database, absent -> new HashMap<>());
        meters.entrySet().removeIf(meter -> {
            if (members.contains(meter.getKey())) {
                return false;
            }
            registry.remove(meter.getValue());
            return true;
        });
        members.forEach(member -> meters.computeIfAbsent(
                member,
                absent -> Gauge.builder("fairlead.replication.staleness.bound", () -> seconds(member, freshness.get()))
                        .description("Certified upper bound of the age of a member's data")
                        .baseUnit("seconds")
                        .tags(Tags.of("database", database.value(), "data_center", member.value()))
                        .strongReference(true)
                        .register(registry)));
        if (meters.isEmpty()) {
            shown.remove(database);
        }
    }

    private static double seconds(DataCenterName member, List<Freshness> all) {
        for (Freshness freshness : all) {
            Long bound = freshness.stalenessBoundMs();
            if (freshness.dataCenter().equals(member) && bound != null) {
                return bound / 1_000.0;
            }
        }
        return Double.NaN;
    }
}
