package dev.fairlead.gateway.haproxy;

import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.choice.LargestRemainder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Whole weights from 1 to 256 that come nearest to shares: of all totals that keep the greatest weight in bounds, the one
 * whose largest remainders err least. Who has a share keeps at least 1.
 *
 * @param weights for each pool one for each of its endpoints
 * @param error by which the pool that fares worst is off, as a part of the whole
 */
record WholeWeights(List<List<Integer>> weights, double error) {

    private static final int GREATEST = 256;

    /** How many totals are tried: more than a hundred, so that whole percentages come out exact. */
    private static final int TOTALS = 512;

    /** So that a share that does not divide by its endpoints loses next to nothing. */
    private static final long FINE = 1_000_000;

    /**
     * The endpoints of a data center.
     *
     * @param basisPoints more than 0; they need not sum to the whole
     */
    record Pool(int basisPoints, int endpoints) {}

    static WholeWeights of(List<Pool> pools) {
        if (pools.isEmpty()) {
            return new WholeWeights(List.of(), 0);
        }
        List<Long> parts = pools.stream()
                .flatMap(pool -> LongStream.range(0, pool.endpoints())
                        .mapToObj(endpoint -> pool.basisPoints() * FINE / pool.endpoints()))
                .toList();
        long sum = parts.stream().mapToLong(Long::longValue).sum();
        long largest = parts.stream().mapToLong(Long::longValue).max().orElseThrow();
        int most = (int) (GREATEST * sum / largest);
        int total = Math.max(1, most - TOTALS + 1);
        WholeWeights best = at(total, parts, pools);
        while (total < most && best.error > 0) {
            total++;
            WholeWeights next = at(total, parts, pools);
            if (next.error < best.error) {
                best = next;
            }
        }
        return best;
    }

    int errorBasisPoints() {
        return (int) Math.round(error * Share.WHOLE);
    }

    private static WholeWeights at(int total, List<Long> parts, List<Pool> pools) {
        List<Integer> split = LargestRemainder.split(total, parts).stream()
                .map(weight -> Math.max(1, weight))
                .toList();
        int sum = split.stream().mapToInt(Integer::intValue).sum();
        int basisPoints = pools.stream().mapToInt(Pool::basisPoints).sum();
        List<List<Integer>> weights = new ArrayList<>();
        int given = 0;
        double error = 0;
        for (Pool pool : pools) {
            List<Integer> ofPool = split.subList(given, given + pool.endpoints());
            given += pool.endpoints();
            weights.add(List.copyOf(ofPool));
            double share = ofPool.stream().mapToInt(Integer::intValue).sum() / (double) sum;
            error = Math.max(error, Math.abs(share - pool.basisPoints() / (double) basisPoints));
        }
        return new WholeWeights(weights, error);
    }
}
