package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Recovery;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.contracts.traffic.Standing.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gives a data center that comes back a part of its share first. The rest of its users stay where they would be without it, place by
 * place, so that a step moves those whom it brings back and nobody else.
 */
final class Ramps {

    private static final int WHOLE = 100;

    private final List<AudienceShares> without;
    private final Map<DataCenterName, Standing.Ramp> ramps;

    private Ramps(List<AudienceShares> without, Map<DataCenterName, Standing.Ramp> ramps) {
        this.without = without;
        this.ramps = ramps;
    }

    /** The parts of those that come back, by name. */
    static Map<DataCenterName, Standing.Ramp> of(List<Candidate> candidates, Situation situation) {
        Map<DataCenterName, Standing.Ramp> ramps = new TreeMap<>();
        for (Candidate candidate : candidates) {
            Standing.Ramp ramp = of(candidate, situation);
            if (ramp != null) {
                ramps.put(candidate.dataCenter(), ramp);
            }
        }
        return ramps;
    }

    /** The part that the candidate gets now; absent: all of its share. One that was leaving and may stay is back at once. */
    static Standing.@Nullable Ramp of(Candidate candidate, Situation situation) {
        Recovery recovery = situation.application().spec().steering().recovery();
        Standing before = candidate.before();
        if (before == null
                || before.leaving()
                || !candidate.serves()
                || recovery.rampPercent().isEmpty()) {
            return null;
        }
        Standing.Ramp ramp = before.ramp();
        if (ramp == null) {
            boolean comesBack = before.state() == State.HELD || (before.state() == State.DOWN && !before.neverUp());
            return comesBack ? new Standing.Ramp(recovery.rampPercent().getFirst(), situation.now()) : null;
        }
        EndpointFindings endpoints = candidate.endpoints();
        boolean well = endpoints.up().size() == candidate.pool().endpoints().size()
                && endpoints.slowReason().isEmpty();
        if (!well || situation.now().isBefore(ramp.since().plusMillis(recovery.stepMs()))) {
            return ramp;
        }
        for (int percent : recovery.rampPercent()) {
            if (percent > ramp.percent()) {
                return new Standing.Ramp(percent, situation.now());
            }
        }
        return null;
    }

    /**
     * @param with the shares as they will be
     * @param without the shares as they are without those that come back
     * @param ramps what each of those gets of its share
     */
    static List<AudienceShares> blend(
            List<AudienceShares> with, List<AudienceShares> without, Map<DataCenterName, Standing.Ramp> ramps) {
        Ramps steps = new Ramps(without, ramps);
        List<AudienceShares> blended = new ArrayList<>();
        for (AudienceShares audience : with) {
            if (audience.shares().stream().noneMatch(share -> ramps.containsKey(share.dataCenter()))) {
                blended.add(audience);
            } else if (audience.audience().startsWith(Audiences.NEAREST)) {
                blended.addAll(steps.placeByPlace(audience));
            } else {
                blended.add(steps.blended(audience, steps.called(audience.audience())));
            }
        }
        return List.copyOf(blended);
    }

    private AudienceShares called(String name) {
        return without.stream()
                .filter(audience -> audience.audience().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Those who go to one data center with it may go to several without it. */
    private List<AudienceShares> placeByPlace(AudienceShares audience) {
        Map<AudienceShares, AudienceShares> parts = new LinkedHashMap<>();
        for (AudienceShares now : without) {
            List<String> countries = new ArrayList<>(audience.countries());
            countries.retainAll(now.countries());
            List<String> continents = new ArrayList<>(audience.continents());
            continents.retainAll(now.continents());
            if (!countries.isEmpty() || !continents.isEmpty()) {
                String name =
                        audience.audience() + "-from-" + now.shares().getFirst().dataCenter();
                parts.put(new AudienceShares(name, countries, continents, List.of(), audience.shares()), now);
            }
        }
        return parts.entrySet().stream()
                .map(part -> blended(part.getKey(), part.getValue()))
                .toList();
    }

    private AudienceShares blended(AudienceShares audience, AudienceShares stays) {
        Map<DataCenterName, Integer> weights = new TreeMap<>();
        int staying = 0;
        for (Share share : audience.shares()) {
            Standing.Ramp ramp = ramps.get(share.dataCenter());
            int percent = ramp == null ? WHOLE : ramp.percent();
            weights.put(share.dataCenter(), share.basisPoints() * percent);
            staying += share.basisPoints() * (WHOLE - percent);
        }
        for (Share share : stays.shares()) {
            weights.merge(share.dataCenter(), (int) ((long) staying * share.basisPoints() / Share.WHOLE), Integer::sum);
        }
        return audience.sent(Apportionment.split(weights));
    }
}
