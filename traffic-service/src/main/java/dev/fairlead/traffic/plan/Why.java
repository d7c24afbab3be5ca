package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.traffic.RoutingPlan;
import tools.jackson.databind.JsonNode;

/**
 * Why users go where they go.
 *
 * @param summary in one sentence
 * @param plan in force at the moment asked about; its standings carry the reason for each data center
 * @param inputs everything the decision looked at
 */
record Why(String summary, RoutingPlan plan, JsonNode inputs) {}
