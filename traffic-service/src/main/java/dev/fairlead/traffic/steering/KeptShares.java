package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shares of the previous plan, less those of data centers that were drained or removed since, which the others take
 * over in proportion.
 *
 * @param dataCenters that have a share
 */
record KeptShares(List<AudienceShares> audiences, List<DataCenterName> dataCenters) {

    static KeptShares of(List<AudienceShares> previous, Set<DataCenterName> may) {
        List<AudienceShares> audiences = new ArrayList<>(previous.size());
        Set<DataCenterName> sharing = new TreeSet<>();
        for (AudienceShares audience : previous) {
            Map<DataCenterName, Integer> weights = new TreeMap<>();
            for (Share share : audience.shares()) {
                if (may.contains(share.dataCenter())) {
                    weights.put(share.dataCenter(), share.basisPoints());
                }
            }
            sharing.addAll(weights.keySet());
            audiences.add(new AudienceShares(
                    audience.audience(),
                    audience.countries(),
                    audience.continents(),
                    audience.networks(),
                    Apportionment.split(weights)));
        }
        return new KeptShares(audiences, List.copyOf(sharing));
    }
}
