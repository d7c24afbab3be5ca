package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of a plan a data plane sees: in this, and in nothing else, the plans of connected regions must not differ. */
public record Obeyable(
        ApplicationName application,
        String host,
        int ttlSeconds,
        List<AudienceShares> audiences,
        List<Place> places,
        @Nullable DataCenterName writeRoute) {

    public static Obeyable of(RoutingPlan plan) {
        return new Obeyable(
                plan.application(),
                plan.host(),
                plan.ttlSeconds(),
                plan.audiences(),
                plan.standings().stream().map(Place::of).toList(),
                plan.writeRoute());
    }

    /** How a data center stands, without the reasons. */
    public record Place(
            DataCenterName dataCenter, Standing.State state, ServingMode mode, List<EndpointAddress> endpoints) {

        static Place of(Standing standing) {
            return new Place(standing.dataCenter(), standing.state(), standing.mode(), standing.endpoints());
        }
    }
}
