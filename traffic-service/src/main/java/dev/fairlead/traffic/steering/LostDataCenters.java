package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Health;
import dev.fairlead.contracts.health.Verdict;
import dev.fairlead.contracts.traffic.Evacuation;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on each data center as a whole, from the verdicts on the endpoints of all applications there, or somebody's word in
 * place of them. Unknown endpoints have no say, so that silence moves nobody. One that is lost comes back when half as many are down
 * as made it lost.
 */
public final class LostDataCenters {

    static final String CODE = "DATA_CENTER_DOWN";

    private LostDataCenters() {}

    /**
     * @param verdicts of each application
     * @param orders of all applications
     * @param before the plans in force: they say which were lost
     * @return why each of the lost is, by name; empty where the fleet has no rule
     */
    public static Map<DataCenterName, String> of(
            Fleet fleet,
            Map<ApplicationName, Map<DataCenterName, List<Verdict>>> verdicts,
            Orders orders,
            Collection<RoutingPlan> before,
            Instant now) {
        if (fleet.evacuations().isEmpty()) {
            return Map.of();
        }
        Map<DataCenterName, Count> counts = new HashMap<>();
        verdicts.forEach((application, ofApplication) -> ofApplication.forEach((dataCenter, all) -> {
            if (fleet.evacuations().containsKey(dataCenter)) {
                HealthOrder order = HealthOrder.about(dataCenter, application, orders, now);
                counts.computeIfAbsent(dataCenter, name -> new Count()).add(all, order);
            }
        }));
        Set<DataCenterName> were = lostIn(before);
        Map<DataCenterName, String> lost = new TreeMap<>();
        fleet.evacuations().forEach((dataCenter, rule) -> {
            Count count = counts.getOrDefault(dataCenter, new Count());
            if (count.lost(rule, were.contains(dataCenter))) {
                lost.put(
                        dataCenter,
                        "%s is lost: %d of the %d endpoints in it are down"
                                .formatted(dataCenter, count.down, count.known));
            }
        });
        return lost;
    }

    private static Set<DataCenterName> lostIn(Collection<RoutingPlan> plans) {
        Set<DataCenterName> lost = new HashSet<>();
        for (RoutingPlan plan : plans) {
            for (Standing standing : plan.standings()) {
                if (standing.code().equals(CODE)) {
                    lost.add(standing.dataCenter());
                }
            }
        }
        return lost;
    }

    /** Endpoints of one data center. */
    private static final class Count {

        private int known;
        private int down;

        void add(List<Verdict> verdicts, @Nullable HealthOrder order) {
            if (order != null) {
                known += verdicts.size();
                down += order.up() ? 0 : verdicts.size();
                return;
            }
            for (Verdict verdict : verdicts) {
                known += verdict.health() == Health.UNKNOWN ? 0 : 1;
                down += verdict.health() == Health.DOWN ? 1 : 0;
            }
        }

        boolean lost(Evacuation rule, boolean was) {
            long limit = (long) rule.downPercent() * known;
            return known >= rule.ofAtLeast() && (was ? 200L * down > limit : 100L * down >= limit);
        }
    }
}
