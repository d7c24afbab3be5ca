package dev.fairlead.replication.takeover;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * What speaks against a primary in a data center by the plans of the applications on it: one that is drained, held, down or
 * read-only by order would give their writes nowhere to go, or bring them where somebody does not want them.
 */
@Component
final class WriteObstacles {

    private static final String ORDERED = "READ_ONLY_ORDERED";

    private final TrafficApi traffic;

    WriteObstacles(TrafficApi traffic) {
        this.traffic = traffic;
    }

    /** The first that is found; while nobody tells, that. */
    Optional<String> at(DataCenterName dataCenter, DatabaseName database) {
        try {
            return traffic.applications().items().stream()
                    .filter(application -> ReadOnlyOrders.isOn(application.spec(), database))
                    .map(application -> traffic.plan(application.metadata().name()))
                    .flatMap(plan -> in(plan, dataCenter).stream())
                    .findFirst();
        } catch (RestClientException e) {
            return Optional.of("the traffic-service does not answer: " + e.getMessage());
        }
    }

    static Optional<String> in(RoutingPlan plan, DataCenterName dataCenter) {
        return plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(dataCenter))
                .flatMap(standing -> in(standing).stream())
                .map(reason -> "%s in %s: %s".formatted(plan.application(), dataCenter, reason))
                .findFirst();
    }

    private static Optional<String> in(Standing standing) {
        if (standing.state() != Standing.State.SERVING || standing.leaving()) {
            return Optional.of(standing.reason());
        }
        Standing.ModeReason mode = standing.modeReason();
        return mode != null && mode.code().equals(ORDERED) ? Optional.of(mode.reason()) : Optional.empty();
    }
}
