package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Share;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Splits an audience by weight into whole basis points, by Webster's method: a data center claims one basis point after the other,
 * the k-th with its weight divided by 2k - 1, and the 10,000 largest claims are met, ties to the first name. A weight that grows
 * only brings its own claims forward, and a data center that is taken away only leaves its own to the others: neither ever moves
 * users between two others, as the rounding by largest remainders can.
 */
final class Apportionment {

    private static final Comparator<Claimant> NEXT = (one, other) -> one.ahead(other, 1);
    private static final Comparator<Claimant> LAST = (one, other) -> one.ahead(other, -1);
    private static final Comparator<Share> BY_NAME = Comparator.comparing(Share::dataCenter);

    private Apportionment() {}

    /** Shares in order of name; empty when all weights are zero. */
    static List<Share> split(Map<DataCenterName, Integer> weights) {
        long total = 0;
        for (int weight : weights.values()) {
            total += weight;
        }
        List<Claimant> claimants = new ArrayList<>(weights.size());
        int left = Share.WHOLE;
        for (Map.Entry<DataCenterName, Integer> weight : weights.entrySet()) {
            if (weight.getValue() > 0) {
                Claimant claimant = new Claimant(weight.getKey(), weight.getValue(), total);
                claimants.add(claimant);
                left -= claimant.basisPoints;
            }
        }
        for (; left > 0 && !claimants.isEmpty(); left--) {
            claimants.stream().min(NEXT).orElseThrow().basisPoints++;
        }
        for (; left < 0; left++) {
            claimants.stream()
                    .filter(claimant -> claimant.basisPoints > 0)
                    .max(LAST)
                    .orElseThrow()
                    .basisPoints--;
        }
        List<Share> shares = new ArrayList<>(claimants.size());
        for (Claimant claimant : claimants) {
            if (claimant.basisPoints > 0) {
                shares.add(new Share(claimant.dataCenter, claimant.basisPoints));
            }
        }
        shares.sort(BY_NAME);
        return shares;
    }

    private static final class Claimant {

        private final DataCenterName dataCenter;
        private final long weight;
        private int basisPoints;

        /** Begins with its part, rounded: what is missing to the whole, or too much, is at most one for each two of them. */
        Claimant(DataCenterName dataCenter, int weight, long total) {
            this.dataCenter = dataCenter;
            this.weight = weight;
            this.basisPoints = (int) ((2L * Share.WHOLE * weight + total) / (2 * total));
        }

        /** @param side 1: whose next claim comes first; -1: whose last one that is met does */
        int ahead(Claimant other, int side) {
            int byClaim =
                    Long.compare(other.weight * (2L * basisPoints + side), weight * (2L * other.basisPoints + side));
            return byClaim != 0 ? byClaim : dataCenter.compareTo(other.dataCenter);
        }
    }
}
