package dev.fairlead.health.vantage;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.health.history.ProbeRuns;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.Evidence;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.target.Target;
import dev.fairlead.service.region.RegionProperties;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What this replica finds, in memory. A change is told at once, on the prober's own thread. Where another replica probed
 * before, it goes on from what that one found.
 */
@Component
public final class VantagePoint implements Evidence {

    private static final Logger log = LoggerFactory.getLogger(VantagePoint.class);

    private final RegionName name;
    private final Siblings siblings;
    private final ProbeRuns runs;
    private final EventBus bus;
    private final Map<Endpoint, Finding> findings = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<Endpoint, Target> targets = Map.of();

    VantagePoint(RegionProperties regions, Siblings siblings, ProbeRuns runs, EventBus bus) {
        this.name = regions.region();
        this.siblings = siblings;
        this.runs = runs;
        this.bus = bus;
    }

    /** Counts results about these from now on; what it found about others is forgotten. */
    void watch(List<Target> probed) {
        targets = probed.stream().collect(Collectors.toUnmodifiableMap(Target::endpoint, Function.identity()));
        findings.keySet().retainAll(targets.keySet());
        runs.keepOnly(targets.keySet());
    }

    @Override
    public int take(ProbeResult result) {
        Target target = targets.get(result.endpoint());
        if (target == null) {
            return 0;
        }
        Finding known = findings.get(result.endpoint());
        Finding before = known == null ? siblings.finding(target) : known;
        Finding after = before == null ? Finding.first(result, target.check()) : before.after(result, target.check());
        findings.put(result.endpoint(), after);
        if (after.health() != (before == null ? Health.UNKNOWN : before.health())) {
            tell(result.endpoint(), after);
        }
        runs.add(result, target.check());
        return after.wanted(target.check());
    }

    private void tell(Endpoint endpoint, Finding finding) {
        listeners.forEach(Runnable::run);
        bus.publish(new Event(Topic.OBSERVATIONS.name(), endpoint.toString()));
        log.info(
                "endpoint={} finding={} since={} at={} reason=\"{}\"",
                endpoint,
                finding.health(),
                finding.since(),
                finding.at(),
                finding.reason());
    }

    /** Calls the listener after each change of a finding, on the prober's thread: it must return at once. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether this replica probes the endpoint. */
    boolean watches(Endpoint endpoint) {
        return targets.containsKey(endpoint);
    }

    /** Absent until this replica probed the endpoint. */
    @Nullable Observation observation(Endpoint endpoint) {
        Finding finding = findings.get(endpoint);
        return finding == null
                ? null
                : new Observation(endpoint, name, finding.health(), finding.since(), finding.at(), finding.reason());
    }

    /** Of all endpoints that this replica probes, sorted. */
    List<Observation> observations() {
        return targets.keySet().stream()
                .sorted()
                .map(this::observation)
                .filter(Objects::nonNull)
                .toList();
    }

    RegionName name() {
        return name;
    }
}
