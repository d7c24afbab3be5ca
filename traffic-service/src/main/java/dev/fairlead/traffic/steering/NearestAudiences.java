package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.SteeringPolicy.Audience;
import dev.fairlead.traffic.steering.Audiences.Terms;
import dev.fairlead.traffic.steering.Distances.Ranked;
import dev.fairlead.traffic.steering.Places.Continent;
import dev.fairlead.traffic.steering.Places.Country;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends the users of each country to the nearest data center: one audience for each data center that is the nearest of
 * some country, and the continents beside them for countries that no table lists. Places that the policy's own audiences
 * name are left to those, because a data plane matches countries before continents.
 */
final class NearestAudiences {

    private final @Nullable Group[] groups;
    private final @Nullable Group failover;

    private NearestAudiences(Terms terms, @Nullable DataCenterName failover, Distances distances) {
        groups = new @Nullable Group[distances.size()];
        Group next = null;
        for (DataCenterName pool : terms.pools()) {
            int index = distances.index(pool);
            if (index >= 0) {
                Group group = new Group(pool, terms.admitted().contains(pool));
                groups[index] = group;
                next = pool.equals(failover) ? group : next;
            }
        }
        this.failover = next;
    }

    static List<AudienceShares> of(Terms terms, @Nullable DataCenterName failover, Distances distances) {
        Set<String> ownCountries = new HashSet<>();
        Set<String> ownContinents = new HashSet<>();
        for (Audience audience : terms.policy().audiences()) {
            ownCountries.addAll(audience.countries());
            ownContinents.addAll(audience.continents());
        }
        NearestAudiences nearest = new NearestAudiences(terms, failover, distances);
        for (Ranked<Country> country : distances.countries(terms.policy().closeness())) {
            Group group = nearest.serving(country.nearest());
            if (group != null
                    && !ownCountries.contains(country.place().code())
                    && !ownContinents.contains(country.place().continent())) {
                group.countries.add(country.place().code());
            }
        }
        for (Ranked<Continent> continent : distances.continents()) {
            Group group = nearest.serving(continent.nearest());
            if (group != null && !ownContinents.contains(continent.place().code())) {
                group.continents.add(continent.place().code());
            }
        }
        return nearest.audiences();
    }

    /** The nearest that has a pool; when it cannot take them the failover order, then the next nearest that can. */
    private @Nullable Group serving(int[] nearestFirst) {
        for (int index : nearestFirst) {
            Group group = groups[index];
            if (group == null) {
                continue;
            }
            if (group.admitted) {
                return group;
            }
            if (failover != null) {
                return failover;
            }
        }
        return null;
    }

    /** In order of the data centers' names, as the distances number them. */
    private List<AudienceShares> audiences() {
        List<AudienceShares> audiences = new ArrayList<>();
        for (Group group : groups) {
            if (group != null && !(group.countries.isEmpty() && group.continents.isEmpty())) {
                audiences.add(new AudienceShares(
                        Audiences.NEAREST + group.dataCenter,
                        group.countries,
                        group.continents,
                        List.of(),
                        List.of(new Share(group.dataCenter, Share.WHOLE))));
            }
        }
        return audiences;
    }

    /** The places that go to one data center. */
    private static final class Group {

        private final DataCenterName dataCenter;
        private final boolean admitted;
        private final List<String> countries = new ArrayList<>();
        private final List<String> continents = new ArrayList<>();

        Group(DataCenterName dataCenter, boolean admitted) {
            this.dataCenter = dataCenter;
            this.admitted = admitted;
        }
    }
}
