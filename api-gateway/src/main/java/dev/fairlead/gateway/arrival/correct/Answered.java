package dev.fairlead.gateway.arrival.correct;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.gateway.choice.LargestRemainder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is answered in place of a split. An integral controller: each step moves the answer by a part of the error, and an answer at
 * its bound goes no farther, so that nothing is left to undo when the error is over.
 *
 * @param since when the split began
 * @param shares to answer, in basis points and fractions of them; they sum to the whole
 */
record Answered(Split split, Instant since, SortedMap<DataCenterName, Double> shares) {

    /** Fewer requests tell nothing. */
    static final long ENOUGH = 1_000;

    /** An error that is no greater moves nobody, in basis points. */
    private static final double QUIET = 100;

    /** What is left of a correction that is forgotten when it is over, in basis points. */
    private static final double GONE = 0.5;

    /** So that fractions of basis points are not lost before the rounding. */
    private static final int FINE = 1_000_000;

    Answered {
        shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
    }

    static Answered asIntended(Split split, Instant since) {
        TreeMap<DataCenterName, Double> shares = new TreeMap<>();
        split.intended().forEach((name, intended) -> shares.put(name, (double) intended));
        return new Answered(split, since, shares);
    }

    /** Whether enough requests arrived to tell how they are split; where none at all arrive, rather nobody counts them. */
    boolean seenBy(Map<DataCenterName, Long> requests) {
        return all(requests) >= ENOUGH
                && split.intended().keySet().stream().allMatch(name -> requests.getOrDefault(name, 0L) > 0);
    }

    private long all(Map<DataCenterName, Long> requests) {
        return split.intended().keySet().stream()
                .mapToLong(name -> requests.getOrDefault(name, 0L))
                .sum();
    }

    /**
     * The answer after one more step.
     *
     * @param requests that arrived, enough of them
     * @param part of the error by which the answer moves
     */
    Answered step(Map<DataCenterName, Long> requests, double part) {
        double seen = all(requests);
        TreeMap<DataCenterName, Double> errors = new TreeMap<>();
        split.intended()
                .forEach((name, intended) ->
                        errors.put(name, intended - Share.WHOLE * requests.getOrDefault(name, 0L) / seen));
        boolean quiet = errors.values().stream().allMatch(error -> Math.abs(error) <= QUIET);
        return quiet ? this : moved(errors, part);
    }

    private Answered moved(Map<DataCenterName, Double> errors, double part) {
        TreeMap<DataCenterName, Double> moved = new TreeMap<>();
        shares.forEach((name, share) ->
                moved.put(name, bounds(name).clamp(share + part * errors.getOrDefault(name, 0.0))));
        double missing = Share.WHOLE - sum(moved);
        TreeMap<DataCenterName, Double> room = new TreeMap<>();
        moved.forEach((name, share) -> room.put(
                name,
                missing > 0 ? bounds(name).most() - share : share - bounds(name).least()));
        double all = sum(room);
        if (all > 0) {
            moved.replaceAll((name, share) -> share + missing * room.getOrDefault(name, 0.0) / all);
        }
        return new Answered(split, since, moved);
    }

    private Bounds bounds(DataCenterName name) {
        return Bounds.around(split.intended().getOrDefault(name, 0));
    }

    private static double sum(Map<DataCenterName, Double> shares) {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /**
     * The answer when nothing is observed: closer to what is intended.
     *
     * @param part of the correction that is given up
     */
    Answered forgetting(double part) {
        TreeMap<DataCenterName, Double> closer = new TreeMap<>();
        split.intended().forEach((name, intended) -> {
            double share = shares.getOrDefault(name, 0.0);
            closer.put(name, share + part * (intended - share));
        });
        boolean gone = closer.entrySet().stream()
                .allMatch(share ->
                        Math.abs(share.getValue() - split.intended().getOrDefault(share.getKey(), 0)) < GONE);
        return gone ? asIntended(split, since) : new Answered(split, since, closer);
    }

    /** Whole basis points, which sum to the whole. */
    SortedMap<DataCenterName, Integer> basisPoints() {
        List<DataCenterName> names = new ArrayList<>(shares.keySet());
        List<Integer> whole = LargestRemainder.split(
                Share.WHOLE,
                shares.values().stream().map(share -> Math.round(share * FINE)).toList());
        TreeMap<DataCenterName, Integer> rounded = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            rounded.put(names.get(i), whole.get(i));
        }
        return rounded;
    }
}
