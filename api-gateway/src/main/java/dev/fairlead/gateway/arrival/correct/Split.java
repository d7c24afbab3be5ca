package dev.fairlead.gateway.arrival.correct;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a plan splits users between data centers that are sent nobody else: only then what arrives there can be compared with it, because
 * requests do not tell of which audience they are.
 *
 * @param intended basis points, more than 0 for each
 */
record Split(SortedMap<DataCenterName, Integer> intended) {

    Split {
        intended = Collections.unmodifiableSortedMap(new TreeMap<>(intended));
    }

    /** Those of a plan, but for those between data centers of which one is about to get more or less. */
    static List<Split> of(RoutingPlan plan) {
        List<Split> ways = plan.audiences().stream()
                .map(AudienceShares::shares)
                .distinct()
                .map(Split::of)
                .distinct()
                .toList();
        Map<DataCenterName, Integer> named = new HashMap<>();
        ways.forEach(way -> way.intended.keySet().forEach(name -> named.merge(name, 1, Integer::sum)));
        Set<DataCenterName> moving = plan.standings().stream()
                .filter(standing -> standing.ramp() != null || standing.leaving())
                .map(Standing::dataCenter)
                .collect(Collectors.toSet());
        return ways.stream()
                .filter(way -> way.intended.size() > 1)
                .filter(way -> way.intended.keySet().stream()
                        .noneMatch(name -> named.getOrDefault(name, 0) > 1 || moving.contains(name)))
                .toList();
    }

    /** That of one audience. */
    static Split of(List<Share> shares) {
        TreeMap<DataCenterName, Integer> given = new TreeMap<>();
        for (Share share : shares) {
            if (share.basisPoints() > 0) {
                given.put(share.dataCenter(), share.basisPoints());
            }
        }
        return new Split(given);
    }
}
