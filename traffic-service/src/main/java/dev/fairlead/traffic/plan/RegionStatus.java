package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.RegionName;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region of the control plane as this one sees it.
 *
 * @param url absent: this one
 * @param fresh whether it was heard lately
 * @param isolated whether it hears no majority of the regions itself, so that nothing moves there; absent: never heard
 * @param lastHeard absent: never
 * @param digest of what its plans tell data planes; absent: never heard
 * @param agrees whether its plans tell the same as this one's; absent: this one, or not heard now
 * @param differsSince absent: it agrees
 * @param differing applications whose plans differ, at most 20
 * @param replicas of this region that are alive, in order; absent: another region, or there is only one
 */
record RegionStatus(
        RegionName name,
        @Nullable URI url,
        boolean fresh,
        @Nullable Boolean isolated,
        @Nullable Instant lastHeard,
        @Nullable String digest,
        @Nullable Boolean agrees,
        @Nullable Instant differsSince,
        List<ApplicationName> differing,
        @Nullable List<ReplicaStatus> replicas) {}
