package dev.fairlead.contracts.health;

import dev.fairlead.contracts.RegionName;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a vantage point is doing, as seen from the region that is asked.
 *
 * @param url absent: the one that is asked
 * @param fresh whether it was heard lately enough to vote
 * @param lastHeard when it last answered, or when the asked one's prober last turned; absent: never
 * @param isolated of the asked one only: whether it hears no majority of the regions, and so decides nothing
 */
public record VantagePointStatus(
        RegionName name,
        @Nullable URI url,
        boolean fresh,
        @Nullable Instant lastHeard,
        @Nullable Boolean isolated) {}
