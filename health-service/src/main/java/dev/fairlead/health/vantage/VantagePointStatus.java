package dev.fairlead.health.vantage;

import dev.fairlead.contracts.RegionName;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a vantage point is doing, as seen from here.
 *
 * @param url absent: this one
 * @param fresh whether it was heard lately enough to vote
 * @param lastHeard when it last answered, or when this one's prober last turned; absent: never
 * @param isolated of this one only: whether it hears no majority of the regions, and so decides nothing
 */
record VantagePointStatus(
        RegionName name,
        @Nullable URI url,
        boolean fresh,
        @Nullable Instant lastHeard,
        @Nullable Boolean isolated) {}
