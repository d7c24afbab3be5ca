package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decision for one application: all that a data plane needs to obey it.
 *
 * @param epoch only grows; a receiver rejects a lower one
 * @param proof start of the probe behind the newest change of health: the moment from which a failover is measured;
 *     absent when no change of health led here
 * @param audiences the first that matches counts, networks before countries before continents; everyone else stands last
 * @param standings one for each data center with a pool, in order of name
 * @param writeRoute the primary's data center; absent: the application has no database, or no primary is known
 */
public record RoutingPlan(
        ApplicationName application,
        String host,
        int ttlSeconds,
        long epoch,
        Instant decidedAt,
        @Nullable Instant proof,
        List<AudienceShares> audiences,
        List<Standing> standings,
        @Nullable DataCenterName writeRoute) {

    public RoutingPlan {
        audiences = List.copyOf(audiences);
        standings = List.copyOf(standings);
    }
}
