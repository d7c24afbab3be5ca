package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.choice.LargestRemainder;
import dev.fairlead.gateway.dataplane.ObservedTraffic.ObservedShare;
import dev.fairlead.gateway.dataplane.ObservedTraffic.Requests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one data plane counted in the last minute, look by look. A value: each look makes another one.
 *
 * @param looks the oldest first
 */
record RecentTraffic(List<Seen> looks) {

    private static final Duration KEPT = Duration.ofMinutes(1);

    static final RecentTraffic NONE = new RecentTraffic(List.of());

    RecentTraffic {
        looks = List.copyOf(looks);
    }

    /** An application in a data center. */
    record Pool(ApplicationName application, DataCenterName dataCenter) implements Comparable<Pool> {

        private static final Comparator<Pool> ORDER =
                Comparator.comparing(Pool::application).thenComparing(Pool::dataCenter);

        @Override
        public int compareTo(Pool other) {
            return ORDER.compare(this, other);
        }
    }

    /** One look. */
    record Seen(Instant from, Instant until, Map<Pool, Requests> requests) {

        Seen {
            requests = Map.copyOf(requests);
        }
    }

    /**
     * With one look more. What a data center got counts as residual when neither the plan at the beginning of the look nor that at its end
     * sends anybody there: in between it may have been asked for rightly.
     */
    RecentTraffic and(Look look, List<RoutingPlan> plansBefore, List<RoutingPlan> plansNow) {
        Set<ApplicationName> known = applications(plansBefore);
        known.retainAll(applications(plansNow));
        Set<Pool> intended = intended(plansBefore, plansNow);
        Map<Pool, Requests> requests = new TreeMap<>();
        for (Growth growth : look.growth()) {
            Tally counted = growth.counted();
            Pool pool = new Pool(counted.application(), counted.dataCenter());
            boolean residual = known.contains(pool.application()) && !intended.contains(pool);
            requests.merge(
                    pool,
                    new Requests(counted.requests(), counted.failures(), residual ? counted.requests() : 0),
                    Requests::plus);
        }
        List<Seen> kept = new ArrayList<>(looks);
        kept.removeIf(seen -> seen.from().isBefore(look.until().minus(KEPT)));
        kept.add(new Seen(look.from(), look.until(), requests));
        return new RecentTraffic(kept);
    }

    private static Set<ApplicationName> applications(List<RoutingPlan> plans) {
        return plans.stream().map(RoutingPlan::application).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<Pool> intended(List<RoutingPlan> plansBefore, List<RoutingPlan> plansNow) {
        Set<Pool> intended = new HashSet<>();
        Stream.of(plansBefore, plansNow).flatMap(Collection::stream).forEach(plan -> {
            plan.audiences().stream()
                    .flatMap(audience -> audience.shares().stream())
                    .filter(share -> share.basisPoints() > 0)
                    .forEach(share -> intended.add(new Pool(plan.application(), share.dataCenter())));
            DataCenterName primary = plan.writeRoute();
            if (primary != null) {
                intended.add(new Pool(plan.application(), primary));
            }
        });
        return intended;
    }

    /** There has to have been a look. */
    ObservedTraffic observed() {
        Map<Pool, Requests> sums = new TreeMap<>();
        looks.forEach(seen -> seen.requests().forEach((pool, requests) -> sums.merge(pool, requests, Requests::plus)));
        sums.values().removeIf(requests -> requests.all() == 0 && requests.failed() == 0);
        Map<ApplicationName, List<Map.Entry<Pool, Requests>>> applications = sums.entrySet().stream()
                .collect(Collectors.groupingBy(sum -> sum.getKey().application(), TreeMap::new, Collectors.toList()));
        List<ObservedShare> shares = new ArrayList<>();
        for (List<Map.Entry<Pool, Requests>> pools : applications.values()) {
            List<Integer> parts =
                    parts(pools.stream().map(pool -> pool.getValue().all()).toList());
            for (int i = 0; i < pools.size(); i++) {
                Pool pool = pools.get(i).getKey();
                shares.add(new ObservedShare(
                        pool.application(),
                        pool.dataCenter(),
                        parts.get(i),
                        pools.get(i).getValue()));
            }
        }
        return new ObservedTraffic(looks.getFirst().from(), looks.getLast().until(), shares);
    }

    private static List<Integer> parts(List<Long> requests) {
        return requests.stream().allMatch(count -> count == 0)
                ? requests.stream().map(count -> 0).toList()
                : LargestRemainder.split(Share.WHOLE, requests);
    }
}
