package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes go to the data center of the reachable primary. While the replication-service is silent the last known one
 * stays; where two members say that they are the primary, nobody else than the one before can be meant.
 */
final class WriteRoute {

    private WriteRoute() {}

    static @Nullable DataCenterName of(Situation situation) {
        if (situation.application().spec().data() == null) {
            return null;
        }
        RoutingPlan previous = situation.previous();
        DataCenterName before = previous == null ? null : previous.writeRoute();
        Evidence.Copies copies = situation.evidence().copies();
        if (copies == null || situation.evidence().replicationSilent(situation.now())) {
            return before;
        }
        List<DataCenterName> primaries = new ArrayList<>(1);
        for (Freshness member : copies.members()) {
            if (member.role() == MemberRole.PRIMARY && member.reachable()) {
                primaries.add(member.dataCenter());
            }
        }
        if (primaries.size() == 1) {
            return primaries.getFirst();
        }
        return before != null && primaries.contains(before) ? before : null;
    }
}
