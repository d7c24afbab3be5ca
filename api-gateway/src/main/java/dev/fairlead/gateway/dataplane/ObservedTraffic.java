package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.time.Instant;
import java.util.List;

/**
 * Where a data plane sent users lately.
 *
 * @param shares of what was asked for, in order of application and data center
 */
public record ObservedTraffic(Instant from, Instant until, List<ObservedShare> shares) {

    public ObservedTraffic {
        shares = List.copyOf(shares);
    }

    /**
     * What a data center got of an application.
     *
     * @param basisPoints of the application's requests through this data plane
     */
    public record ObservedShare(
            ApplicationName application, DataCenterName dataCenter, int basisPoints, Requests requests) {}

    /**
     * @param failed among them, and checks of the data plane's own
     * @param residual that came although the plan sent nobody there any more
     */
    public record Requests(long all, long failed, long residual) {

        Requests plus(Requests more) {
            return new Requests(all + more.all, failed + more.failed, residual + more.residual);
        }
    }
}
