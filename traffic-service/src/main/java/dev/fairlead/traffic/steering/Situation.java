package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Everything one decision looks at. It is stored with the plan, so that the decision can be explained and replayed.
 *
 * @param previous the plan in force; absent for an application that never had one
 * @param now the moment of the decision
 */
public record Situation(
        Application application,
        Fleet fleet,
        Evidence evidence,
        Orders orders,
        @Nullable RoutingPlan previous,
        Instant now) {

    /** Whether nothing but time passed since, and time decides nothing in it: no override can expire, no source fall silent. */
    public boolean onlyLaterThan(Situation earlier) {
        return previous == earlier.previous
                && orders.overrides().isEmpty()
                && evidence.copies() == null
                && !awaitsATime()
                && application.equals(earlier.application)
                && fleet.equals(earlier.fleet)
                && evidence.equals(earlier.evidence)
                && orders.equals(earlier.orders);
    }

    /** Whether a hold may end, or a ramp go on, by time alone. */
    boolean awaitsATime() {
        if (previous == null) {
            return false;
        }
        boolean auto = application.spec().steering().failback() == Failback.AUTO;
        for (Standing standing : previous.standings()) {
            if (standing.ramp() != null || (auto && standing.state() == Standing.State.HELD)) {
                return true;
            }
        }
        return false;
    }

    Situation withPrevious(@Nullable RoutingPlan plan) {
        return new Situation(application, fleet, evidence, orders, plan, now);
    }
}
