package dev.fairlead.gateway.discover.answer;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import dev.fairlead.contracts.traffic.ServingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where to send requests.
 *
 * @param epoch of the plan behind it; only grows
 * @param dataCenters the one to use first, then those to try while it cannot be reached; never empty
 * @param endpoints of these data centers in the same order; never empty
 * @param mode what the first data center can do
 * @param writeRoute where requests that write belong; absent: the application has no database, or no primary is known
 */
public record Discovered(
        ApplicationName application,
        Intent intent,
        long epoch,
        List<Site> dataCenters,
        List<Target> endpoints,
        ServingMode mode,
        @Nullable DataCenterName writeRoute,
        String reason) {

    public Discovered {
        dataCenters = List.copyOf(dataCenters);
        endpoints = List.copyOf(endpoints);
    }

    /**
     * A data center that takes these requests.
     *
     * @param basisPoints its part of the audience, or of all writes
     */
    public record Site(DataCenterName dataCenter, int basisPoints, ServingMode mode) {}

    /** An endpoint that may be sent to. */
    public record Target(EndpointAddress address, DataCenterName dataCenter) {}
}
