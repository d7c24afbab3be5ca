package dev.fairlead.health.vantage;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.EventBus;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.Evidence;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.target.Target;
import dev.fairlead.health.target.Targets;
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

/** What this vantage point finds, in memory. A change is told at once, on the prober's own thread. */
@Component
public final class VantagePoint implements Evidence {

    private static final Logger log = LoggerFactory.getLogger(VantagePoint.class);

    private final RegionName name;
    private final EventBus bus;
    private final Map<Endpoint, Finding> findings = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<Endpoint, Target> targets = Map.of();

    VantagePoint(RegionProperties regions, Targets targets, EventBus bus) {
        this.name = regions.region();
        this.bus = bus;
        targets.follow(this::watch);
    }

    private void watch(List<Target> latest) {
        targets = latest.stream().collect(Collectors.toUnmodifiableMap(Target::endpoint, Function.identity()));
        findings.keySet().retainAll(targets.keySet());
    }

    @Override
    public int take(ProbeResult result) {
        Target target = targets.get(result.endpoint());
        if (target == null) {
            return 0;
        }
        Finding before = findings.get(result.endpoint());
        Finding after = before == null ? Finding.first(result, target.check()) : before.after(result, target.check());
        findings.put(result.endpoint(), after);
        if (after.health() != (before == null ? Health.UNKNOWN : before.health())) {
            tell(result.endpoint(), after);
        }
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

    /** Absent until the endpoint was probed. */
    public @Nullable Observation observation(Endpoint endpoint) {
        Finding finding = findings.get(endpoint);
        return finding == null
                ? null
                : new Observation(endpoint, name, finding.health(), finding.since(), finding.at(), finding.reason());
    }

    /** Of all targets that were probed, sorted by endpoint. */
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
