package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.RoutingPlan;

/**
 * A plan, and what becomes of it by drains that go by steps.
 *
 * @param end when they have taken all of their steps; the same plan where there are none
 * @param partInAMinute of the way from the one to the other
 */
public record Course(RoutingPlan now, RoutingPlan end, double partInAMinute) {

    /** Where no drain goes by steps. */
    public static Course steady(RoutingPlan plan) {
        return new Course(plan, plan, 0);
    }
}
