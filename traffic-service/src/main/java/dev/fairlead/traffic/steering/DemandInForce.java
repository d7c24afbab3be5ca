package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How much users are expected to ask for: what the application tells or, where it says so, what data planes counted, but never
 * less than what it tells. Users of whom it tells no number of their own count towards that of everyone else, and a country towards that of
 * its audience, so that nobody is expected twice.
 *
 * @param demand absent: nobody knows it, and capacities are not looked at
 * @param observed whose number was counted
 */
public record DemandInForce(@Nullable Demand demand, Set<String> observed) {

    public DemandInForce {
        observed = Set.copyOf(observed);
    }

    /** @param observed what data planes counted, in requests per second */
    public static DemandInForce of(ApplicationSpec spec, Map<String, Long> observed, Distances distances) {
        Demand told = spec.demand();
        if (told == null || !told.observed()) {
            return new DemandInForce(told, Set.of());
        }
        List<Audience> audiences = spec.steering().audiences();
        Map<String, Long> counted = byAudience(observed, audiences, distances);
        Map<String, Long> least = byAudience(told.perSecond(), audiences, distances);
        Map<String, Long> expected = new TreeMap<>(counted);
        least.forEach((who, requests) -> expected.merge(who, requests, Long::max));
        if (least.containsKey(Audiences.EVERYONE)) {
            long unnamed = counted.entrySet().stream()
                    .filter(asked -> !least.containsKey(asked.getKey()))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            long others = Math.max(0, least.getOrDefault(Audiences.EVERYONE, 0L) - unnamed);
            expected.put(Audiences.EVERYONE, Math.max(counted.getOrDefault(Audiences.EVERYONE, 0L), others));
        }
        if (expected.values().stream().allMatch(requests -> requests == 0)) {
            return new DemandInForce(null, Set.of());
        }
        Set<String> byCount = counted.entrySet().stream()
                .filter(asked -> asked.getValue().equals(expected.get(asked.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new DemandInForce(new Demand(expected, told.headroomPercent(), true), byCount);
    }

    private static Map<String, Long> byAudience(
            Map<String, Long> perSecond, List<Audience> audiences, Distances distances) {
        Map<String, Long> summed = new TreeMap<>();
        perSecond.forEach((who, requests) -> summed.merge(
                audienceOf(who, audiences, distances), Math.min(requests, Demand.MOST), DemandInForce::sum));
        return summed;
    }

    private static long sum(long one, long other) {
        return Math.min(one + other, Demand.MOST);
    }

    /** The audience of the policy that a country's users belong to; where there is none, their own. */
    private static String audienceOf(String who, List<Audience> audiences, Distances distances) {
        for (Audience audience : audiences) {
            if (audience.countries().contains(who)) {
                return audience.name();
            }
        }
        String continent = audiences.isEmpty() ? null : distances.continentOf(who);
        for (Audience audience : audiences) {
            if (continent != null && audience.continents().contains(continent)) {
                return audience.name();
            }
        }
        return who;
    }
}
