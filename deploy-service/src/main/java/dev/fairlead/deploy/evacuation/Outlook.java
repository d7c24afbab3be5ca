package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.EvacuationSpec;
import dev.fairlead.contracts.replication.PrimaryMove;
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
    private final Primaries primaries;

    Outlook(TrafficApi traffic, Primaries primaries) {
        this.traffic = traffic;
        this.primaries = primaries;
    }

    /** The applications that change stand in the order in which they go. */
    Preview<Void> of(EvacuationInput input) {
        List<ApplicationName> order = input.applications();
        return switch (input.spec().direction()) {
            case AWAY -> {
                Preview<RoutingOverride> away = away(input.spec());
                yield with(input, inOrder(order, away.changes(), away.hits(), away.planHash()));
            }
            case BACK -> back(input.spec().dataCenter(), order.reversed());
        };
    }

    /** The same with the primaries. Which of several replicas takes one over may change by the second, and so is not hashed. */
    private Preview<Void> with(EvacuationInput input, Preview<Void> preview) {
        if (input.databases().isEmpty()) {
            return preview;
        }
        List<PrimaryMove> moves = new ArrayList<>();
        List<Preview.Hit> hits = new ArrayList<>(preview.hits());
        StringBuilder hashed = new StringBuilder(preview.planHash());
        primaries.examined(input.databases(), input.spec().dataCenter()).forEach((database, next) -> {
            DataCenterName to = next instanceof Succession.To(DataCenterName where, String _) ? where : null;
            moves.add(new PrimaryMove(database, to, next.reason()));
            hashed.append(' ').append(database).append(to == null ? " stays" : " goes");
            if (next instanceof Succession.Nobody) {
                hits.add(
                        new Preview.Hit(Preview.Rule.PRIMARY_STAYS, null, "%s: %s".formatted(database, next.reason())));
            }
        });
        return new Preview<>(null, preview.changes(), hits, hash(hashed), moves);
    }

    private static String hash(StringBuilder text) {
        return UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
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
        return inOrder(order, changes, hits, hash(hashes));
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
