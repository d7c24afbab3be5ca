package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.traffic.steering.Explained;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Why users go where they go.
 *
 * @param summary in one sentence
 * @param plan in force at the moment asked about; its standings carry the reason for each data center
 * @param inputs everything the decision looked at
 * @param steps what it came to step by step; none where another version decided it, and this one would decide otherwise
 */
record Why(String summary, RoutingPlan plan, JsonNode inputs, List<Explained.Step> steps) {}
