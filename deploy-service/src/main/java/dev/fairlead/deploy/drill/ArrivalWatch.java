package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ArrivalApi;
import dev.fairlead.contracts.traffic.ObservedShare;
import dev.fairlead.deploy.drill.rule.Arrivals;
import dev.fairlead.runs.StepContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Reads what data planes count while a step waits for its users. What was read is kept in memory alone: who takes a run over begins
 * to listen anew. One drill is under way at a time, and its steps go one after the other.
 */
@Component
final class ArrivalWatch {

    private final ArrivalApi arrivals;
    private final InstantSource clock;
    private @Nullable Series series;

    ArrivalWatch(ArrivalApi arrivals, InstantSource clock) {
        this.arrivals = arrivals;
        this.clock = clock;
    }

    private record Series(String runId, String application, Arrivals arrivals) {}

    synchronized Arrivals.Finding look(StepContext<DrillInput> context) {
        Map<DataCenterName, Long> counted = Objects.requireNonNull(
                        arrivals.shares(null).getBody())
                .items()
                .stream()
                .filter(share -> share.application().value().equals(context.target()))
                .collect(Collectors.toMap(ObservedShare::dataCenter, ObservedShare::requests));
        Instant now = clock.instant();
        return of(context).add(new Arrivals.Reading(now, counted));
    }

    private Arrivals of(StepContext<DrillInput> context) {
        Series known = series;
        if (known == null
                || !known.runId().equals(context.runId())
                || !known.application().equals(context.target())) {
            known = new Series(
                    context.runId(),
                    context.target(),
                    new Arrivals(context.input().spec().dataCenter()));
            series = known;
        }
        return known.arrivals();
    }
}
