package dev.fairlead.contracts.health;

import dev.fairlead.contracts.RegionName;
import java.time.Instant;

/**
 * What one vantage point finds about one endpoint.
 *
 * @param since when this finding began
 * @param at when it was last confirmed by a probe, by the vantage point's clock
 * @param reason the last probe's result in words
 */
public record Observation(
        Endpoint endpoint, RegionName vantagePoint, Health health, Instant since, Instant at, String reason) {}
