package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether regions say the same, as pure comparisons. */
final class Agreement {

    private Agreement() {}

    /** DNS and edge of every region send each client to the same data center. */
    static Expectation ofPictures(Map<RegionName, Pictures> regions) {
        Map<Client, Set<DataCenterName>> places = new HashMap<>();
        Map<Client, Integer> answers = new HashMap<>();
        List<Picture> pictures = regions.values().stream()
                .flatMap(region -> region.both().stream())
                .toList();
        for (Picture picture : pictures) {
            picture.dataCenters().forEach((client, dataCenter) -> {
                places.computeIfAbsent(client, key -> new HashSet<>()).add(dataCenter);
                answers.merge(client, 1, Integer::sum);
            });
        }
        long alike = places.entrySet().stream()
                .filter(entry ->
                        entry.getValue().size() == 1 && answers.getOrDefault(entry.getKey(), 0) == pictures.size())
                .count();
        long all = pictures.stream()
                .mapToLong(picture ->
                        picture.dataCenters().size() + picture.unanswered().size())
                .max()
                .orElse(0);
        return new Expectation(
                alike == all && all > 0,
                "DNS and edge of %s send each network to the same data center (%d of %d alike)"
                        .formatted(names(regions.keySet()), alike, all));
    }

    /** Every region has the same plans, as far as data planes see them. */
    static Expectation ofPlans(Map<RegionName, List<RoutingPlan>> regions) {
        Map<RegionName, Set<Obeyable>> seen = new TreeMap<>();
        regions.forEach((region, plans) ->
                seen.put(region, plans.stream().map(Obeyable::of).collect(Collectors.toSet())));
        Set<Obeyable> common =
                seen.values().stream().reduce(Agreement::intersection).orElse(Set.of());
        List<String> differing = seen.values().stream()
                .flatMap(Collection::stream)
                .filter(plan -> !common.contains(plan))
                .map(plan -> plan.application().value())
                .distinct()
                .sorted()
                .toList();
        return new Expectation(
                differing.isEmpty() && !common.isEmpty(),
                "%s have the same plans, each decided there (%d alike, %d differ%s)"
                        .formatted(
                                names(regions.keySet()),
                                common.size(),
                                differing.size(),
                                differing.isEmpty() ? "" : ": " + String.join(", ", differing)));
    }

    private static Set<Obeyable> intersection(Set<Obeyable> one, Set<Obeyable> other) {
        Set<Obeyable> both = new HashSet<>(one);
        both.retainAll(other);
        return both;
    }

    /** Such as {@code eu-west, us-east and us-west}. */
    static String names(Collection<RegionName> regions) {
        List<String> names =
                new ArrayList<>(regions.stream().map(RegionName::value).sorted().toList());
        if (names.size() < 2) {
            return String.join("", names);
        }
        String last = names.removeLast();
        return String.join(", ", names) + " and " + last;
    }
}
