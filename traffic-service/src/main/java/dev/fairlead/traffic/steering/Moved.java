package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How many users one plan sends elsewhere than another: by demand where it is known, else every place counts alike. */
final class Moved {

    private Moved() {}

    static double percent(RoutingPlan before, RoutingPlan after, @Nullable Demand demand) {
        Set<String> places =
                demand == null ? places(before, after) : demand.perSecond().keySet();
        double moved = 0;
        double all = 0;
        for (String place : places) {
            double weight = demand == null ? 1 : demand.perSecond().getOrDefault(place, 0L);
            moved += weight * apart(shares(before, place), shares(after, place));
            all += weight;
        }
        return all == 0 ? 0 : 100 * moved / all;
    }

    private static Set<String> places(RoutingPlan before, RoutingPlan after) {
        Set<String> places = new TreeSet<>();
        for (RoutingPlan plan : List.of(before, after)) {
            for (AudienceShares audience : plan.audiences()) {
                if (audience.countries().isEmpty()) {
                    places.add(audience.audience());
                }
                places.addAll(audience.countries());
            }
        }
        return places;
    }

    /** Whom no audience names is everyone else. */
    private static List<Share> shares(RoutingPlan plan, String place) {
        for (AudienceShares audience : plan.audiences()) {
            if (audience.audience().equals(place) || audience.countries().contains(place)) {
                return audience.shares();
            }
        }
        return plan.audiences().isEmpty()
                ? List.of()
                : plan.audiences().getLast().shares();
    }

    /** The part that has to go: half of the differences, and all of them where somebody is sent nowhere. */
    private static double apart(List<Share> before, List<Share> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before.equals(after) ? 0 : 1;
        }
        Map<DataCenterName, Integer> left = new HashMap<>();
        before.forEach(share -> left.merge(share.dataCenter(), share.basisPoints(), Integer::sum));
        after.forEach(share -> left.merge(share.dataCenter(), -share.basisPoints(), Integer::sum));
        return left.values().stream().mapToInt(Math::abs).sum() / 2.0 / Share.WHOLE;
    }
}
