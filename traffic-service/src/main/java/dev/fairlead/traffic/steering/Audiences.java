package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.SteeringPolicy;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Splits every audience over the data centers that get traffic: the policy's own audiences first, then where users of each
 * country are nearest, everyone else last. Weights, nearest and failover order compose: weights before all, then the
 * nearest, and for whoever cannot have that the failover order, then distance.
 */
public final class Audiences {

    /** Everyone whom no other audience matches. */
    public static final String EVERYONE = "everyone";

    /** Begins the names of the audiences that {@code nearest} makes; the data center follows. */
    public static final String NEAREST = "nearest-";

    private final Terms terms;
    private final SteeringPolicy policy;
    private final List<DataCenterName> admitted;
    private final Distances distances;
    private final @Nullable DataCenterName failover;

    private Audiences(Terms terms, Distances distances) {
        this.terms = terms;
        this.policy = terms.policy();
        this.admitted = terms.admitted();
        this.distances = distances;
        this.failover = firstOf(policy.failover(), admitted);
    }

    static List<AudienceShares> split(Terms terms, Distances distances) {
        return new Audiences(terms, distances).split();
    }

    private List<AudienceShares> split() {
        List<AudienceShares> audiences = new ArrayList<>();
        for (Audience audience : policy.audiences()) {
            audiences.add(own(audience));
        }
        if (policy.nearest() && !admitted.isEmpty()) {
            audiences.addAll(NearestAudiences.of(terms, failover, distances));
        }
        audiences.add(new AudienceShares(
                EVERYONE, List.of(), List.of(), List.of(), shares(policy.weights(), () -> failover)));
        return List.copyOf(audiences);
    }

    /** The data centers that get anything, in order of name. */
    static Set<DataCenterName> sharing(List<AudienceShares> audiences) {
        Set<DataCenterName> sharing = new TreeSet<>();
        for (AudienceShares audience : audiences) {
            for (Share share : audience.shares()) {
                sharing.add(share.dataCenter());
            }
        }
        return sharing;
    }

    /** What each of the audiences asks for, in their order: a country's demand is that of the audience which it falls into. */
    static double[] demands(List<AudienceShares> audiences, Demand demand, Distances distances) {
        double[] asked = new double[audiences.size()];
        demand.perSecond().forEach((who, requests) -> asked[audienceOf(who, audiences, distances)] += requests);
        return asked;
    }

    private static int audienceOf(String who, List<AudienceShares> audiences, Distances distances) {
        int everyone = audiences.size() - 1;
        int byContinent = everyone;
        String continent = distances.continentOf(who);
        for (int i = 0; i < everyone; i++) {
            AudienceShares audience = audiences.get(i);
            if (audience.audience().equals(who) || audience.countries().contains(who)) {
                return i;
            }
            if (byContinent == everyone
                    && continent != null
                    && audience.continents().contains(continent)) {
                byContinent = i;
            }
        }
        return byContinent;
    }

    private AudienceShares own(Audience audience) {
        return new AudienceShares(
                audience.name(),
                audience.countries(),
                audience.continents(),
                audience.networks(),
                shares(audience.weights(), () -> only(audience)));
    }

    private @Nullable DataCenterName only(Audience audience) {
        if (!policy.nearest()) {
            return failover;
        }
        List<DataCenterName> ranking =
                distances.ranking(audience.countries(), audience.continents(), policy.closeness());
        DataCenterName only = audience.weights().isEmpty() ? nearest(ranking) : failover;
        return only == null ? firstOf(ranking, admitted) : only;
    }

    /** The nearest of all pools when it can take them, else the failover order. */
    private @Nullable DataCenterName nearest(List<DataCenterName> ranking) {
        DataCenterName preferred = firstOf(ranking, terms.pools());
        return preferred != null && admitted.contains(preferred) ? preferred : failover;
    }

    /** By weight over those that can take it; when none can, all to one; where there is no such one, equal parts. */
    private List<Share> shares(Map<DataCenterName, Integer> weights, Supplier<@Nullable DataCenterName> one) {
        Map<DataCenterName, Integer> able = new TreeMap<>();
        for (DataCenterName dataCenter : admitted) {
            able.put(dataCenter, weights.getOrDefault(dataCenter, 0));
        }
        List<Share> byWeight = Apportionment.split(able);
        if (!byWeight.isEmpty()) {
            return byWeight;
        }
        DataCenterName only = one.get();
        if (only != null) {
            return List.of(new Share(only, Share.WHOLE));
        }
        able.replaceAll((dataCenter, weight) -> 1);
        return Apportionment.split(able);
    }

    private static @Nullable DataCenterName firstOf(List<DataCenterName> order, List<DataCenterName> wanted) {
        for (DataCenterName dataCenter : order) {
            if (wanted.contains(dataCenter)) {
                return dataCenter;
            }
        }
        return null;
    }

    /**
     * All that a split depends on besides the fleet; most applications of a fleet have the same.
     *
     * @param pools where the application could be served
     * @param admitted those of them that get traffic, in order of name
     */
    record Terms(SteeringPolicy policy, List<DataCenterName> pools, List<DataCenterName> admitted) {

        Terms {
            pools = List.copyOf(pools);
            admitted = List.copyOf(admitted);
        }
    }
}
