package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import dev.fairlead.contracts.deploy.EvacuationSpec.Direction;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Nobody is sent there any more, or each application serves there again; and wherever users are sent every vantage point finds
 * somebody who answers. Where one is silent an operator decides: to take everything back for that would be worse.
 */
@Component
final class VerifyStep implements Step<EvacuationInput> {

    private final TrafficApi traffic;
    private final HealthApi health;
    private final InstantSource clock;
    private final EvacuationTimes times;

    VerifyStep(TrafficApi traffic, HealthApi health, InstantSource clock, EvacuationTimes times) {
        this.traffic = traffic;
        this.health = health;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        return Outcome.done("looks from every vantage point");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        EvacuationSpec spec = context.input().spec();
        boolean away = spec.direction() == Direction.AWAY;
        Sight sight = sight();
        List<String> open = new ArrayList<>();
        for (ApplicationName application : context.input().applications()) {
            RoutingPlan plan = traffic.plan(application.value());
            open.addAll(away ? left(plan, spec.dataCenter(), sight) : returned(plan, spec.dataCenter(), sight));
        }
        if (!open.isEmpty()) {
            return new Outcome.NotYet(String.join("; ", open));
        }
        Optional<String> silent = sight.silent(away ? spec.dataCenter() : null);
        if (silent.isPresent() && context.approval() == null) {
            String figures = "not verified from %s, which nobody hears".formatted(silent.get());
            return patient(context) ? new Outcome.NotYet(figures) : new Outcome.NeedsOperator(figures);
        }
        int applications = context.input().applications().size();
        return Outcome.done(
                away
                        ? "%d applications serve elsewhere".formatted(applications)
                        : "%d applications serve there again".formatted(applications));
    }

    private Sight sight() {
        Map<DataCenterName, RegionName> regions = traffic.dataCenters().items().stream()
                .collect(Collectors.toMap(
                        dataCenter -> DataCenterName.of(dataCenter.metadata().name()),
                        dataCenter -> dataCenter.spec().region()));
        return new Sight(health.vantagePoints().items(), health.verdicts().items(), regions);
    }

    /** One that restarts is heard again before half of the time is over. */
    private boolean patient(StepContext<EvacuationInput> context) {
        Instant since = context.run().steps().get(context.sequence() - 1).since();
        return since != null && clock.instant().isBefore(since.plus(timeout().dividedBy(2)));
    }

    private static List<String> left(RoutingPlan plan, DataCenterName left, Sight sight) {
        List<String> open = new ArrayList<>();
        missing(TrafficGate.drained(plan, left)).ifPresent(why -> open.add(plan.application() + " " + why));
        Set<DataCenterName> sharing = plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .map(Share::dataCenter)
                .collect(Collectors.toSet());
        if (sharing.isEmpty()) {
            open.add(plan.application() + " is served nowhere");
        }
        sharing.forEach(
                dataCenter -> sight.doubt(plan.application(), dataCenter).ifPresent(open::add));
        return open;
    }

    private static List<String> returned(RoutingPlan plan, DataCenterName home, Sight sight) {
        List<String> open = new ArrayList<>();
        missing(TrafficGate.restored(plan, home, Map.of())).ifPresent(why -> open.add(plan.application() + " " + why));
        sight.doubt(plan.application(), home).ifPresent(open::add);
        return open;
    }

    private static Optional<String> missing(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> Optional.empty();
            case Outcome.NotYet(String why) -> Optional.of(why);
            case Outcome.Failed(String why) -> Optional.of(why);
            case Outcome.NeedsOperator(String why) -> Optional.of(why);
        };
    }
}
