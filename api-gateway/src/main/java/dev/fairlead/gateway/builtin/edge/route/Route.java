package dev.fairlead.gateway.builtin.edge.route;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.List;

/** What becomes of a request. */
public sealed interface Route {

    /**
     * It is sent on.
     *
     * @param targets the chosen data center first, then those to try when it cannot be reached
     */
    record Forward(ApplicationName application, List<Target> targets) implements Route {

        public Forward {
            targets = List.copyOf(targets);
        }
    }

    /**
     * A data center and where to reach the application there.
     *
     * @param endpoints never empty
     */
    record Target(DataCenterName dataCenter, List<EndpointAddress> endpoints) {}

    /** It is refused. */
    record Refuse(Refusal refusal, String detail) implements Route {}

    /** Why a request is refused. */
    enum Refusal {
        /** No application has this host. */
        HOST_UNKNOWN,
        /** The application cannot write now; asking again later helps. */
        READ_ONLY,
        /** No data center takes the client now; asking again later helps. */
        NO_DATA_CENTER
    }
}
