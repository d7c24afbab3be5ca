package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import org.jspecify.annotations.Nullable;

/** Somebody's word that an application takes no writes in a data center, or anywhere. It moves nobody. */
final class ReadOnlyOrder {

    static final String CODE = "READ_ONLY_ORDERED";

    private ReadOnlyOrder() {}

    /** Of several, the one that lasts longest; absent: there is none. */
    static @Nullable RoutingOverride in(DataCenterName dataCenter, Situation situation) {
        RoutingOverride order = null;
        for (RoutingOverride override : situation.orders().overrides()) {
            if (override.kind() == RoutingOverride.Kind.READ_ONLY
                    && override.isAbout(dataCenter)
                    && override.actsOn(situation.application().name(), situation.now())
                    && (order == null || Orders.outlasts(override, order))) {
                order = override;
            }
        }
        return order;
    }

    static String sentence(RoutingOverride order) {
        return "read-only by " + order.author() + " until " + order.expiresAt() + ": " + order.reason();
    }
}
