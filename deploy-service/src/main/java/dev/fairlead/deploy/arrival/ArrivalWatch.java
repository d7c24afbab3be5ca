package dev.fairlead.deploy.arrival;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ObservedShare;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads what data planes count while a run waits for users to leave a data center: of all applications, so that it need not begin
 * to listen with each of them. What was read is kept in memory alone: who takes a run over begins anew. One run at a time takes
 * users away.
 */
@Component
public final class ArrivalWatch {

    private final ArrivalApi arrivals;
    private final InstantSource clock;
    private @Nullable Series series;

    ArrivalWatch(ArrivalApi arrivals, InstantSource clock) {
        this.arrivals = arrivals;
        this.clock = clock;
    }

    private record Series(String runId, Map<String, Arrivals> byApplication) {}

    /** @param left the data center that the run takes users out of */
    public synchronized Arrivals.Finding look(String runId, String application, DataCenterName left) {
        Map<String, Map<DataCenterName, Long>> counted = new HashMap<>();
        for (ObservedShare share :
                Objects.requireNonNull(arrivals.shares(null).getBody()).items()) {
            counted.computeIfAbsent(share.application().value(), name -> new HashMap<>())
                    .put(share.dataCenter(), share.requests());
        }
        counted.putIfAbsent(application, Map.of());
        Instant now = clock.instant();
        Map<String, Arrivals> known = of(runId).byApplication();
        Map<String, Arrivals.Finding> findings = new HashMap<>();
        counted.forEach((name, requests) -> findings.put(
                name,
                known.computeIfAbsent(name, anew -> new Arrivals(left)).add(new Arrivals.Reading(now, requests))));
        return Objects.requireNonNull(findings.get(application));
    }

    private Series of(String runId) {
        Series known = series;
        if (known == null || !known.runId().equals(runId)) {
            known = new Series(runId, new HashMap<>());
            series = known;
        }
        return known;
    }
}
