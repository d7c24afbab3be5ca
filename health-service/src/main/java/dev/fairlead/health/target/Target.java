package dev.fairlead.health.target;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.HealthCheck;

/**
 * An endpoint and how to probe it.
 *
 * @param host value of the {@code Host} header
 * @param region the region of the endpoint's data center, whose own finding is not a vote
 */
public record Target(Endpoint endpoint, String host, HealthCheck check, RegionName region) {}
