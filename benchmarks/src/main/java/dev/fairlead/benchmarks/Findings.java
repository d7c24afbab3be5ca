package dev.fairlead.benchmarks;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.Evidence;
import dev.fairlead.health.probe.ProbeResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What a vantage point finds, as in the health-service, and each change with its moment. Results come from one thread. */
final class Findings implements Evidence {

    private final RegionName vantagePoint;
    private final HealthCheck check;
    private final Consumer<Endpoint> changed;
    private final Map<Endpoint, Finding> latest = new ConcurrentHashMap<>();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final LongAdder results = new LongAdder();

    /** @param changed called after each change, on the thread that the results come from */
    Findings(RegionName vantagePoint, HealthCheck check, Consumer<Endpoint> changed) {
        this.vantagePoint = vantagePoint;
        this.check = check;
        this.changed = changed;
    }

    /** An endpoint became this. */
    record Change(Endpoint endpoint, Health health, Instant at) {}

    @Override
    public int take(ProbeResult result) {
        Endpoint endpoint = result.endpoint();
        Finding before = latest.get(endpoint);
        Finding after = before == null ? Finding.first(result, check) : before.after(result, check);
        latest.put(endpoint, after);
        results.increment();
        if (after.health() != (before == null ? Health.UNKNOWN : before.health())) {
            changes.add(new Change(endpoint, after.health(), Instant.now()));
            changed.accept(endpoint);
        }
        return after.wanted(check);
    }

    /** How many probes counted. */
    long results() {
        return results.sum();
    }

    /** Empty until the endpoint was probed. */
    Optional<Observation> observation(Endpoint endpoint) {
        return Optional.ofNullable(latest.get(endpoint))
                .map(found -> new Observation(
                        endpoint, vantagePoint, found.health(), found.since(), found.at(), found.reason()));
    }

    /** All changes from a moment on, in order. */
    List<Change> changesFrom(Instant begin) {
        return changes.stream().filter(change -> !change.at().isBefore(begin)).toList();
    }

    /** How often an endpoint became down from a moment on. */
    long falls(Instant begin) {
        return changesFrom(begin).stream()
                .filter(change -> change.health() == Health.DOWN)
                .count();
    }
}
