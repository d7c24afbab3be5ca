package dev.fairlead.contracts.health;

import dev.fairlead.contracts.RegionName;
import java.time.Instant;

/**
 * A change of verdict, as history keeps it.
 *
 * @param region whose verdict it is: each region comes to its own and keeps it
 */
public record Transition(
        Endpoint endpoint, RegionName region, Health from, Health to, Instant at, Instant proof, String reason) {}
