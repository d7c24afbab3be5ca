package dev.fairlead.deploy.drill.rule;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Why a drill goes no further and gives the data center back. */
public final class BreakOff {

    private BreakOff() {}

    /** It is not on its way back after the time that it was given. */
    public static Optional<String> late(DrillSpec spec, Instant began, Instant now) {
        return now.isBefore(began.plus(Duration.ofMinutes(spec.limitMinutes())))
                ? Optional.empty()
                : Optional.of("it lasts longer than %d minutes".formatted(spec.limitMinutes()));
    }

    /** Another data center or the database's primary is lost, nobody serves, or too few endpoints elsewhere are up. */
    public static Optional<String> unwell(DrillSpec spec, RoutingPlan plan, List<Verdict> verdicts) {
        for (Standing standing : plan.standings()) {
            if (standing.state() == Standing.State.DOWN
                    && !standing.dataCenter().equals(spec.dataCenter())) {
                return Optional.of("%s is down for %s: %s"
                        .formatted(standing.dataCenter(), plan.application(), standing.reason()));
            }
        }
        if (plan.audiences().stream().allMatch(audience -> audience.shares().isEmpty())) {
            return Optional.of(plan.application() + " is served nowhere");
        }
        return LostPrimary.of(plan)
                .or(() -> fewUp(plan.application(), spec.dataCenter(), spec.leastUpPercent(), verdicts));
    }

    /** Endpoints of which nothing is known have no say. */
    private static Optional<String> fewUp(
            ApplicationName application, DataCenterName left, int leastPercent, List<Verdict> verdicts) {
        List<Health> known = verdicts.stream()
                .filter(verdict -> verdict.endpoint().application().equals(application)
                        && !verdict.endpoint().dataCenter().equals(left))
                .map(Verdict::health)
                .filter(health -> health != Health.UNKNOWN)
                .toList();
        long up = known.stream().filter(Health::passes).count();
        return up * 100 >= (long) leastPercent * known.size()
                ? Optional.empty()
                : Optional.of("%d of %d endpoints of %s elsewhere are up, fewer than %d %%"
                        .formatted(up, known.size(), application, leastPercent));
    }
}
