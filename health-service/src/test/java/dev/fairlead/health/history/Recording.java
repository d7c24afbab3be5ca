package dev.fairlead.health.history;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.observe.Finding;
import dev.fairlead.health.probe.ProbeResult;
import dev.fairlead.health.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Probes a target in the rhythm of the prober, without its delays, and keeps what history does. */
public final class Recording {

    /** What each probe takes. */
    public static final Duration LATENCY = Duration.ofMillis(5);

    private final RegionName vantagePoint;
    private final Target target;
    private final List<ProbeResult> results = new ArrayList<>();
    private final Map<UUID, ProbeRun> stored = new LinkedHashMap<>();
    private final OpenRuns open;

    public Recording(String vantagePoint, Target target) {
        this.vantagePoint = RegionName.of(vantagePoint);
        this.target = target;
        this.open = new OpenRuns(this.vantagePoint, run -> stored.put(run.id(), run));
    }

    public Recording probe(Instant from, Instant until, Predicate<Instant> passes) {
        HealthCheck check = target.check();
        Finding finding = null;
        Instant regular = from;
        for (Instant now = from; now.isBefore(until); ) {
            boolean passed = passes.test(now);
            ProbeResult result = new ProbeResult(
                    target.endpoint(), now, LATENCY, passed, passed ? "status 200" : "connection refused");
            finding = finding == null ? Finding.first(result, check) : finding.after(result, check);
            results.add(result);
            open.add(result, check);
            while (!regular.isAfter(now)) {
                regular = regular.plusMillis(check.intervalMs());
            }
            Instant confirm = now.plusMillis(check.confirmEveryMs());
            now = finding.wanted(check) > 0 && confirm.isBefore(regular) ? confirm : regular;
        }
        return this;
    }

    public RegionName vantagePoint() {
        return vantagePoint;
    }

    public List<ProbeResult> results() {
        return results;
    }

    public List<ProbeRun> runs() {
        open.keepOnly(Set.of());
        return List.copyOf(stored.values());
    }
}
