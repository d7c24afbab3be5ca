package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.service.region.ReplicaId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replica of the traffic-service in this region, as the one that is asked sees it.
 *
 * @param isolated whether it hears no majority of the regions, or has only just started; absent: the one that is asked
 * @param digest of what its plans tell data planes
 * @param agrees whether its plans tell the same as those of the one that is asked; absent: that one, or not compared yet
 * @param differsSince absent: it agrees
 * @param differing applications whose plans differ, at most 20
 */
record ReplicaStatus(
        ReplicaId id,
        @Nullable Boolean isolated,
        String digest,
        @Nullable Boolean agrees,
        @Nullable Instant differsSince,
        List<ApplicationName> differing) {}
