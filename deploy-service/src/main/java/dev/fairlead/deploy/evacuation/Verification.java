package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.HealthApi;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether users are well served where plans send them, as seen from every vantage point. */
@Component
public final class Verification {

    private final TrafficApi traffic;
    private final HealthApi health;

    Verification(TrafficApi traffic, HealthApi health) {
        this.traffic = traffic;
        this.health = health;
    }

    /**
     * What was found.
     *
     * @param open what is not as it should be
     * @param silent the vantage points that nobody hears; absent: all are heard
     */
    public record Findings(List<String> open, @Nullable String silent) {

        public Findings {
            open = List.copyOf(open);
        }
    }

    /** Nobody is sent there any more, and each application serves elsewhere. Its own region may be lost with it. */
    public Findings away(DataCenterName left, List<ApplicationName> applications) {
        Sight sight = sight();
        return new Findings(
                open(applications, plan -> left(plan, left, sight)),
                sight.silent(left).orElse(null));
    }

    /** Each application serves there again. */
    public Findings back(DataCenterName home, List<ApplicationName> applications) {
        Sight sight = sight();
        return new Findings(
                open(applications, plan -> returned(plan, home, sight)),
                sight.silent(null).orElse(null));
    }

    private List<String> open(List<ApplicationName> applications, Function<RoutingPlan, List<String>> look) {
        return applications.stream()
                .map(application -> traffic.plan(application.value()))
                .flatMap(plan -> look.apply(plan).stream())
                .toList();
    }

    private Sight sight() {
        Map<DataCenterName, RegionName> regions = traffic.dataCenters().items().stream()
                .collect(Collectors.toMap(
                        dataCenter -> DataCenterName.of(dataCenter.metadata().name()),
                        dataCenter -> dataCenter.spec().region()));
        return new Sight(health.vantagePoints().items(), health.verdicts().items(), regions);
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
