package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec.Pool;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.Preview.Change;
import dev.fairlead.contracts.traffic.Preview.Hit;
import dev.fairlead.contracts.traffic.Preview.Rule;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.traffic.evidence.LatestEvidence;
import dev.fairlead.traffic.intent.Foresight;
import dev.fairlead.traffic.intent.Intent;
import dev.fairlead.traffic.region.Heard;
import dev.fairlead.traffic.region.PlanDigests;
import dev.fairlead.traffic.region.Regions;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Course;
import dev.fairlead.traffic.steering.DemandInForce;
import dev.fairlead.traffic.steering.Distances;
import dev.fairlead.traffic.steering.Orders;
import dev.fairlead.traffic.steering.Places;
import dev.fairlead.traffic.steering.SafetyRules;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides by both intents on the same evidence, and compares: as it is now, and when drains by steps have taken all of them. */
@Component
class PlanForesight implements Foresight {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final PlansInForce plans;
    private final PlanHistory history;
    private final LatestEvidence evidence;
    private final Regions regions;
    private final InstantSource clock;
    private final Places places = PlacesFile.read();

    PlanForesight(
            PlansInForce plans, PlanHistory history, LatestEvidence evidence, Regions regions, InstantSource clock) {
        this.plans = plans;
        this.history = history;
        this.evidence = evidence;
        this.regions = regions;
        this.clock = clock;
    }

    @Override
    public boolean ready() {
        return plans.loaded() && plans.now().decided();
    }

    @Override
    public <T> Preview<T> preview(@Nullable T result, Intent before, Intent after) {
        Instant now = clock.instant();
        Heard heard = regions.heard(now);
        Distances distances = Distances.of(after.fleet(), places);
        Map<ApplicationName, Course> were = courses(before, Distances.of(before.fleet(), places), heard, now);
        Map<ApplicationName, Course> are = courses(after, distances, heard, now);
        Map<ApplicationName, Application> applications = after.applications().stream()
                .map(application -> withDemandInForce(application, after, distances))
                .collect(Collectors.toMap(Application::name, Function.identity()));
        List<Change> changes = new ArrayList<>();
        List<Hit> hits = new ArrayList<>(Evacuations.hits(before, after));
        Map<ApplicationName, RoutingPlan> changedFrom = new HashMap<>();
        Map<ApplicationName, RoutingPlan> changedTo = new HashMap<>();
        Set<ApplicationName> names = new TreeSet<>(were.keySet());
        names.addAll(are.keySet());
        for (ApplicationName name : names) {
            Course was = were.get(name);
            Course is = are.get(name);
            Application application = applications.get(name);
            if (is == null || application == null) {
                changes.add(new Change(name, 100, was == null ? null : was.now(), null));
            } else if (was == null || !saysTheSame(was, is)) {
                changes.add(SafetyRules.change(application, was == null ? null : was.now(), is.end()));
                if (was != null) {
                    hits.addAll(SafetyRules.broken(application, was, is, minuteAgo(application, now)));
                }
            } else {
                continue;
            }
            Optional.ofNullable(was).ifPresent(course -> changedFrom.put(name, course.end()));
            Optional.ofNullable(is).ifPresent(course -> changedTo.put(name, course.end()));
        }
        String hash = PlanDigests.of(changedFrom, PlanDigests.NONE) + "-" + PlanDigests.of(changedTo, PlanDigests.NONE);
        return new Preview<>(result, changes, hits, hash);
    }

    /** By which the safety rules count users. */
    private static Application withDemandInForce(Application application, Intent intent, Distances distances) {
        DemandInForce asked = DemandInForce.of(application.spec(), intent.observed(application), distances);
        return new Application(application.name(), application.spec().withDemand(asked.demand()));
    }

    private static boolean saysTheSame(Course was, Course is) {
        return was.now().as(0).equals(is.now().as(0))
                && was.end().as(0).equals(is.end().as(0));
    }

    private Map<ApplicationName, Course> courses(Intent intent, Distances distances, Heard heard, Instant now) {
        Orders inTheEnd = intent.orders().inTheEnd();
        Map<ApplicationName, RoutingPlan> plans = decide(intent, distances, heard, now);
        Map<ApplicationName, RoutingPlan> ends =
                inTheEnd == intent.orders() ? plans : decide(intent.with(inTheEnd), distances, heard, now);
        Map<ApplicationName, Course> courses = new HashMap<>();
        plans.forEach((name, plan) -> courses.put(
                name,
                new Course(
                        plan,
                        ends.getOrDefault(name, plan),
                        intent.orders().about(name).partTaken(now, now.plus(MINUTE)))));
        return courses;
    }

    private Map<ApplicationName, RoutingPlan> decide(Intent intent, Distances distances, Heard heard, Instant now) {
        return Round.decide(
                        intent,
                        application -> evidence.about(application, heard),
                        heard,
                        plans.now(),
                        Map.of(),
                        distances,
                        now)
                .plans();
    }

    /** Asked only where the rule is in force: the answer may have to come from the database. */
    private @Nullable RoutingPlan minuteAgo(Application application, Instant now) {
        if (application.spec().safety().mostMovedPerMinutePercent() == 100) {
            return null;
        }
        return history.at(application.name(), now.minus(MINUTE))
                .map(PlanHistory.Recorded::plan)
                .orElse(null);
    }

    /** What a change of the intent breaks, whatever the plans are. */
    static final class Evacuations {

        private Evacuations() {}

        static List<Hit> hits(Intent before, Intent after) {
            Set<DataCenterName> were = evacuated(before);
            Set<DataCenterName> are = evacuated(after);
            List<Hit> hits = new ArrayList<>();
            if (are.size() > 1 && are.size() > were.size()) {
                hits.add(new Hit(
                        Rule.TWO_EVACUATIONS,
                        null,
                        are + " would be drained of all applications, one at a time may be"));
            }
            Set<RoutingOverride> kept = Set.copyOf(after.orders().overrides());
            before.orders().overrides().stream()
                    .filter(kept::contains)
                    .filter(override -> override.application() != null)
                    .filter(override -> hasPool(before, override) && !hasPool(after, override))
                    .forEach(override -> hits.add(new Hit(
                            Rule.OVERRIDE_IN_FORCE,
                            override.application(),
                            "override %s of %s by %s would lose what it is about: %s"
                                    .formatted(
                                            override.id(),
                                            override.dataCenter() == null ? "all of it" : override.dataCenter(),
                                            override.author(),
                                            override.reason()))));
            return hits;
        }

        private static Set<DataCenterName> evacuated(Intent intent) {
            return intent.orders().overrides().stream()
                    .filter(RoutingOverride::evacuates)
                    .map(RoutingOverride::where)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private static boolean hasPool(Intent intent, RoutingOverride override) {
            Stream<Pool> pools = intent.applications().stream()
                    .filter(application -> application.name().equals(override.application()))
                    .flatMap(application -> application.spec().pools().stream());
            return pools.anyMatch(pool -> override.isAbout(pool.dataCenter()));
        }
    }
}
