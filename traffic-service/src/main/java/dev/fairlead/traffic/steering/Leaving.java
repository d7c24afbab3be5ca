package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.Standing;
import org.jspecify.annotations.Nullable;

/**
 * How far a drain by steps has come with a data center that serves.
 *
 * @param ramp the part that is left of what it would get; absent: all of it
 */
record Leaving(Standing.@Nullable Ramp ramp, String sentence) {}
