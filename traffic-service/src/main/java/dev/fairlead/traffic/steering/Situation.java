package dev.fairlead.traffic.steering;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.SteeringPolicy.Failback;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything one decision looks at. It is stored with the plan, so that the decision can be explained and replayed.
 *
 * @param previous the plan in force; absent for an application that never had one
 * @param now the moment of the decision
 * @param observed what data planes counted of its users, in requests per second, as {@link
 *     dev.fairlead.contracts.traffic.Demand} names them; empty where it does not go by that
 * @param shared how much of a data center is left to it, in requests per second with the headroom, where applications together ask
 *     too much of one
 */
public record Situation(
        Application application,
        Fleet fleet,
        Evidence evidence,
        Orders orders,
        @Nullable RoutingPlan previous,
        Instant now,
        Map<String, Long> observed,
        Map<DataCenterName, Double> shared) {

    public Situation {
        Map<String, Long> counted = requireNonNullElse(observed, Map.of()); // what older versions stored
        observed = Collections.unmodifiableMap(new TreeMap<>(counted));
        Map<DataCenterName, Double> left = requireNonNullElse(shared, Map.of());
        shared = left.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(left));
    }

    /** Of an application that shares no data center with too many. */
    public Situation(
            Application application,
            Fleet fleet,
            Evidence evidence,
            Orders orders,
            @Nullable RoutingPlan previous,
            Instant now,
            Map<String, Long> observed) {
        this(application, fleet, evidence, orders, previous, now, observed, Map.of());
    }

    /** Of an application that does not go by what is counted. */
    public Situation(
            Application application,
            Fleet fleet,
            Evidence evidence,
            Orders orders,
            @Nullable RoutingPlan previous,
            Instant now) {
        this(application, fleet, evidence, orders, previous, now, Map.of());
    }

    /** Whether nothing but time passed since, and time decides nothing in it: no override can expire, no source fall silent. */
    public boolean onlyLaterThan(Situation earlier) {
        return previous == earlier.previous
                && orders.overrides().isEmpty()
                && evidence.copies() == null
                && !awaitsATime()
                && application.equals(earlier.application)
                && fleet.equals(earlier.fleet)
                && evidence.equals(earlier.evidence)
                && orders.equals(earlier.orders)
                && observed.equals(earlier.observed)
                && shared.equals(earlier.shared);
    }

    /** Whether a hold may end, or a ramp or a drain by steps go on, by time alone. */
    boolean awaitsATime() {
        if (previous == null) {
            return false;
        }
        boolean auto = application.spec().steering().failback() == Failback.AUTO;
        for (Standing standing : previous.standings()) {
            if (standing.ramp() != null || standing.leaving() || (auto && standing.state() == Standing.State.HELD)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it matters how old data is, and nobody says so. */
    boolean replicationSilent() {
        return application.spec().data() != null && evidence.replicationSilent(now);
    }

    Situation withPrevious(@Nullable RoutingPlan plan) {
        return new Situation(application, fleet, evidence, orders, plan, now, observed, shared);
    }

    Situation sharing(Map<DataCenterName, Double> left) {
        return new Situation(application, fleet, evidence, orders, previous, now, observed, left);
    }
}
