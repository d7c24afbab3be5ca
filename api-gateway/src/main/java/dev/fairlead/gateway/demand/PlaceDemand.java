package dev.fairlead.gateway.demand;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.traffic.DemandApi;
import dev.fairlead.contracts.traffic.DemandSample;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.Clientele;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.LookListener;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.RestClientException;

/**
 * Tells how much a data plane that serves one place was asked for, each time since the look before. What the traffic-service does not hear is
 * lost: it goes by slow means.
 */
final class PlaceDemand implements LookListener {

    private static final int LONGEST_REPORTER = 100;

    private static final Logger log = LoggerFactory.getLogger(PlaceDemand.class);

    private final DemandApi traffic;
    private final Function<ApplicationName, Optional<RoutingPlan>> plans;
    private final String self;

    PlaceDemand(DemandApi traffic, Function<ApplicationName, Optional<RoutingPlan>> plans, String self) {
        this.traffic = traffic;
        this.plans = plans;
        this.self = self;
    }

    @Override
    public void looked(DataPlane<?> plane, Look look) {
        plane.place().ifPresent(place -> tell(plane.name(), samples(plane.name(), place, look)));
    }

    /** In whole milliseconds, so that each begins where the one before ended. */
    private List<DemandSample> samples(String plane, Clientele place, Look look) {
        Instant since = look.from().truncatedTo(ChronoUnit.MILLIS);
        long forMs = Duration.between(since, look.until().truncatedTo(ChronoUnit.MILLIS))
                .toMillis();
        if (forMs < 1) {
            return List.of();
        }
        String reporter = self + "/" + plane;
        Map<ApplicationName, Long> asked = new TreeMap<>();
        look.growth().stream()
                .map(Growth::counted)
                .forEach(tally -> asked.merge(tally.application(), tally.requests(), Long::sum));
        List<DemandSample> samples = new ArrayList<>();
        asked.forEach((application, requests) -> plans.apply(application)
                .filter(plan -> requests > 0 && !plan.audiences().isEmpty())
                .ifPresent(plan -> samples.add(new DemandSample(
                        application,
                        audience(place, plan),
                        reporter.substring(0, Math.min(reporter.length(), LONGEST_REPORTER)),
                        since,
                        forMs,
                        requests))));
        return samples;
    }

    private static String audience(Clientele place, RoutingPlan plan) {
        return Objects.requireNonNullElse(
                place.country(), place.audience(plan.audiences()).audience());
    }

    private void tell(String plane, List<DemandSample> samples) {
        if (samples.isEmpty()) {
            return;
        }
        try {
            traffic.demand(new Listing<>(samples));
        } catch (RestClientException e) {
            log.debug("plane={} demand=lost reason=\"{}\"", plane, e.getMessage());
        }
    }
}
