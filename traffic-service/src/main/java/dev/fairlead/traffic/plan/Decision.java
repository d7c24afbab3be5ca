package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.traffic.steering.Situation;

/** A changed plan and what it was decided on. */
record Decision(RoutingPlan plan, Situation situation) {}
