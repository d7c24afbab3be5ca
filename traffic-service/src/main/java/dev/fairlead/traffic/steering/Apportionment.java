package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Splits an audience by weight into whole basis points: the largest remainder method (Hamilton), ties to the first name.
 * Those without weight get no share; when one is taken away, the others grow in proportion.
 */
final class Apportionment {

    private static final Comparator<Quota> LARGEST_REMAINDER =
            Comparator.comparingLong(Quota::remainder).reversed().thenComparing(Quota::dataCenter);
    private static final Comparator<Share> BY_NAME = Comparator.comparing(Share::dataCenter);

    private Apportionment() {}

    /** Shares in order of name; empty when all weights are zero. */
    static List<Share> split(Map<DataCenterName, Integer> weights) {
        long total = 0;
        for (int weight : weights.values()) {
            total += weight;
        }
        List<Quota> quotas = new ArrayList<>(weights.size());
        int left = Share.WHOLE;
        for (Map.Entry<DataCenterName, Integer> weight : weights.entrySet()) {
            if (weight.getValue() > 0) {
                long exact = (long) weight.getValue() * Share.WHOLE;
                quotas.add(new Quota(weight.getKey(), (int) (exact / total), exact % total));
                left -= (int) (exact / total);
            }
        }
        quotas.sort(LARGEST_REMAINDER);
        List<Share> shares = new ArrayList<>(quotas.size());
        for (Quota quota : quotas) {
            int basisPoints = quota.whole() + (left > 0 ? 1 : 0);
            left--;
            if (basisPoints > 0) {
                shares.add(new Share(quota.dataCenter(), basisPoints));
            }
        }
        shares.sort(BY_NAME);
        return shares;
    }

    private record Quota(DataCenterName dataCenter, int whole, long remainder) {}
}
