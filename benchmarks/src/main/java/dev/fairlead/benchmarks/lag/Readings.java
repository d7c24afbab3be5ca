package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.Figures;
import dev.fairlead.benchmarks.Lateness;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.FleetListener;
import dev.fairlead.replication.timeline.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Counts what is read, and does with each reading what a service does that tells of changes: it merges what is found. */
final class Readings implements FleetListener {

    private final Duration every;
    private final Regions regions;
    private final Lateness lateness = new Lateness();
    private final LongAdder readings = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final Map<Member, Instant> last = new ConcurrentHashMap<>();

    /** @param every how often a member is due */
    Readings(Duration every, Regions regions) {
        this.every = every;
        this.regions = regions;
    }

    private record Member(DatabaseName database, DataCenterName dataCenter) {}

    @Override
    public void onReading(DatabaseName database, Supplier<List<Finding>> findings) {
        readings.increment();
        regions.merge(database, findings.get());
    }

    @Override
    public void onAnswer(DatabaseName database, DataCenterName member, Instant askedAt, Duration took) {
        answers.increment();
        Instant before = last.put(new Member(database, member), askedAt);
        if (before != null) {
            Duration late = Duration.between(before, askedAt).minus(every);
            lateness.add(Math.max(0, late.toNanos()));
        }
    }

    long answers() {
        return answers.sum();
    }

    long silent() {
        return readings.sum() - answers.sum();
    }

    /** Forgets the lateness of what was before the measured time. */
    void restart() {
        lateness.restart();
    }

    Figures lateness() {
        return lateness.millis();
    }
}
