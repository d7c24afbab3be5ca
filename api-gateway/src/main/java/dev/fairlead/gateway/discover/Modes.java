package dev.fairlead.gateway.discover;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.ServingMode;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an application can do now.
 *
 * @param epoch of the plan behind it; only grows
 * @param dataCenters where it has endpoints, in order of name
 * @param writeRoute where its database takes writes; absent: it has none, or nothing is written anywhere
 */
record Modes(
        ApplicationName application,
        long epoch,
        List<Site> dataCenters,
        @Nullable DataCenterName writeRoute) {

    Modes {
        dataCenters = List.copyOf(dataCenters);
    }

    static Modes of(RoutingPlan plan) {
        return new Modes(
                plan.application(),
                plan.epoch(),
                plan.standings().stream().map(Site::of).toList(),
                plan.writeRoute());
    }

    /**
     * What it can do in a data center.
     *
     * @param code stable reason
     * @param reason the same in a sentence
     * @param since when the mode began
     */
    record Site(DataCenterName dataCenter, ServingMode mode, String code, String reason, Instant since) {

        static Site of(Standing standing) {
            Standing.ModeReason why = standing.modeReason();
            return why == null
                    ? new Site(
                            standing.dataCenter(),
                            standing.mode(),
                            standing.code(),
                            standing.reason(),
                            standing.since())
                    : new Site(standing.dataCenter(), standing.mode(), why.code(), why.reason(), why.since());
        }
    }
}
