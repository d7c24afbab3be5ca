package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingPlan;
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
        Instant now) {}
