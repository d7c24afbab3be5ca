package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.Preview;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What an evacuation would come to if all of it happened at this moment, as the traffic-service tells of its dry runs. */
@Component
final class Outlook {

    static final String DRAIN = "evacuation-outlook";

    private final TrafficApi traffic;

    Outlook(TrafficApi traffic) {
        this.traffic = traffic;
    }

    /** The applications that change stand in the order in which they go. */
    Preview<Void> of(EvacuationInput input) {
        List<ApplicationName> order = input.applications();
        return switch (input.spec().direction()) {
            case AWAY -> {
                Preview<RoutingOverride> away = away(input.spec());
                yield inOrder(order, away.changes(), away.hits(), away.planHash());
            }
            case BACK -> back(input.spec().dataCenter(), order.reversed());
        };
    }

    /** All applications are looked at together: what fits one by one may not fit as a whole. */
    Preview<RoutingOverride> away(EvacuationSpec spec) {
        return traffic.previewOverride(
                DRAIN, new OverrideRequest(RoutingOverride.Kind.DRAIN, null, spec.dataCenter(), spec.reason(), 1));
    }

    private Preview<Void> back(DataCenterName dataCenter, List<ApplicationName> order) {
        List<Preview.Change> changes = new ArrayList<>();
        List<Preview.Hit> hits = new ArrayList<>();
        StringBuilder hashes = new StringBuilder();
        for (ApplicationName application : order) {
            Preview<?> one = traffic.previewRestore(new RestoreRequest(application, dataCenter, "outlook"));
            changes.addAll(one.changes());
            hits.addAll(one.hits());
            hashes.append(one.planHash()).append(' ');
        }
        String hash = UUID.nameUUIDFromBytes(hashes.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        return inOrder(order, changes, hits, hash);
    }

    private static Preview<Void> inOrder(
            List<ApplicationName> order, List<Preview.Change> changes, List<Preview.Hit> hits, String planHash) {
        List<Preview.Change> ordered = changes.stream()
                .sorted(Comparator.comparingInt(change -> place(order, change.application())))
                .toList();
        return new Preview<>(null, ordered, hits, planHash);
    }

    /** Those that change without going themselves, because they depend on others, stand last. */
    private static int place(List<ApplicationName> order, ApplicationName application) {
        int index = order.indexOf(application);
        return index < 0 ? order.size() : index;
    }
}
