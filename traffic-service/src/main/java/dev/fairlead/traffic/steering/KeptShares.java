package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.AudienceShares;
import dev.fairlead.contracts.traffic.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The shares of the previous plan, less those of data centers that were drained or removed since, which the others take
 * over in proportion.
 */
final class KeptShares {

    private KeptShares() {}

    static List<AudienceShares> of(List<AudienceShares> previous, Set<DataCenterName> may) {
        List<AudienceShares> audiences = new ArrayList<>(previous.size());
        for (AudienceShares audience : previous) {
            Map<DataCenterName, Integer> weights = new TreeMap<>();
            for (Share share : audience.shares()) {
                if (may.contains(share.dataCenter())) {
                    weights.put(share.dataCenter(), share.basisPoints());
                }
            }
            audiences.add(audience.sent(Apportionment.split(weights)));
        }
        return audiences;
    }
}
