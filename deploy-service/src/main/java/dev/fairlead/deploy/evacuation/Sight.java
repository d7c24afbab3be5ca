package dev.fairlead.deploy.evacuation;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.health.Observation;
import dev.fairlead.contracts.health.VantagePointStatus;
import dev.fairlead.contracts.health.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What all vantage points together see: one that says nothing has verified nothing. Pure.
 *
 * @param regions of the data centers: no region need judge its own
 */
record Sight(List<VantagePointStatus> vantagePoints, List<Verdict> verdicts, Map<DataCenterName, RegionName> regions) {

    Sight {
        vantagePoints = List.copyOf(vantagePoints);
        verdicts = List.copyOf(verdicts);
        regions = Map.copyOf(regions);
    }

    /** Why it is not known that users are well served there, as far as vantage points are heard; empty when it is. */
    Optional<String> doubt(ApplicationName application, DataCenterName dataCenter) {
        List<Observation> votes = verdicts.stream()
                .filter(verdict -> verdict.endpoint().application().equals(application)
                        && verdict.endpoint().dataCenter().equals(dataCenter))
                .flatMap(verdict -> verdict.votes().stream())
                .toList();
        Set<RegionName> unsure = witnesses(dataCenter);
        votes.forEach(vote -> unsure.add(vote.vantagePoint()));
        if (unsure.isEmpty()) {
            return Optional.of("%s: no vantage point looks at %s".formatted(application, dataCenter));
        }
        unsure.removeAll(votes.stream()
                .filter(vote -> vote.health().passes())
                .map(Observation::vantagePoint)
                .collect(toSet()));
        return unsure.isEmpty()
                ? Optional.empty()
                : Optional.of("%s: %s does not find it well in %s".formatted(application, names(unsure), dataCenter));
    }

    /** Those that have to say something of the data center. */
    private Set<RegionName> witnesses(DataCenterName dataCenter) {
        Set<RegionName> heard = vantagePoints.stream()
                .filter(VantagePointStatus::fresh)
                .map(VantagePointStatus::name)
                .collect(toCollection(TreeSet::new));
        RegionName own = regions.get(dataCenter);
        if (own != null && heard.size() > 1) {
            heard.remove(own);
        }
        return heard;
    }

    /**
     * The vantage points that nobody hears; empty when all are heard.
     *
     * @param lost whose region may be lost with it and is excused; absent: none is
     */
    Optional<String> silent(@Nullable DataCenterName lost) {
        RegionName excused = lost == null ? null : regions.get(lost);
        Set<RegionName> silent = vantagePoints.stream()
                .filter(vantagePoint -> !vantagePoint.fresh())
                .map(VantagePointStatus::name)
                .filter(name -> !Objects.equals(name, excused))
                .collect(toCollection(TreeSet::new));
        return silent.isEmpty() ? Optional.empty() : Optional.of(names(silent));
    }

    private static String names(Set<RegionName> regions) {
        return regions.stream().map(RegionName::value).collect(joining(", "));
    }
}
