package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a plan a server can obey that knows of each data center only whether it is up: those with a share are up. One that is
 * being ramped up waits until it is over, because it would get all who prefer it at once.
 *
 * @param up the data centers that may be answered
 * @param shortfalls what of the plan is lost thereby, in sentences
 */
record Choice(Set<DataCenterName> up, List<String> shortfalls) {

    static Choice of(RoutingPlan plan) {
        Set<DataCenterName> shared = plan.audiences().stream()
                .flatMap(audience -> audience.shares().stream())
                .filter(share -> share.basisPoints() > 0)
                .map(Share::dataCenter)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<DataCenterName> ramping = plan.standings().stream()
                .filter(standing -> standing.ramp() != null)
                .map(Standing::dataCenter)
                .filter(shared::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        if (ramping.equals(shared)) {
            ramping = Set.of();
        }
        Set<DataCenterName> up = new TreeSet<>(shared);
        up.removeAll(ramping);
        return new Choice(up, shortfalls(plan, up, ramping));
    }

    private static List<String> shortfalls(RoutingPlan plan, Set<DataCenterName> up, Set<DataCenterName> ramping) {
        List<String> shortfalls = new ArrayList<>();
        String application = plan.application().value();
        if (plan.audiences().stream().anyMatch(audience -> audience.shares().isEmpty())) {
            shortfalls.add("users of %s are answered, though some or all of them should be sent nowhere"
                    .formatted(application));
        }
        if (up.size() > 1) {
            shortfalls.add("who of %s goes to which of %s is for its own configuration to say"
                    .formatted(application, named(up)));
        }
        if (!ramping.isEmpty()) {
            shortfalls.add("%s gets nobody of %s until its ramp is over".formatted(named(ramping), application));
        }
        return List.copyOf(shortfalls);
    }

    private static String named(Set<DataCenterName> dataCenters) {
        return dataCenters.stream().map(DataCenterName::value).collect(Collectors.joining(", "));
    }
}
