package dev.fairlead.deploy.arrival;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where an application's requests arrive, from the counted requests of all reporters as they are read one time after the other.
 * Those fade by half in two minutes, so a reading alone tells more of the past than of now: what a reading has above the faded
 * one before it has arrived in between.
 */
public final class Arrivals {

    /** Reporters tell every five seconds: each has told something new within it. */
    public static final Duration WINDOW = Duration.ofSeconds(10);

    /** The share of what is counted, in basis points, that has to arrive elsewhere. */
    public static final int ARRIVED = 9_900;

    private static final double HALF_LIFE_MS = 120_000;

    /** Readings are rounded, and the moment of one is known to some milliseconds. */
    private static final double NOISE = 0.001;

    private final DataCenterName left;
    private final Deque<Reading> readings = new ArrayDeque<>();
    private @Nullable Instant since;

    public Arrivals(DataCenterName left) {
        this.left = left;
    }

    /**
     * All that is counted at a moment.
     *
     * @param requests by data center, as far as they are not faded
     */
    public record Reading(Instant at, Map<DataCenterName, Long> requests) {

        public Reading {
            requests = Map.copyOf(requests);
        }
    }

    /** What is known by now. */
    public sealed interface Finding {

        /** Nobody counts this application's requests, or nothing arrives. */
        record Untold() implements Finding {}

        /** Somebody counts them, and was not listened to for long enough. */
        record Early() implements Finding {}

        /**
         * Requests arrive.
         *
         * @param elsewhere the part of them, in basis points
         * @param since from when on nearly all of them arrived elsewhere; absent: they do not
         */
        record Told(int elsewhere, @Nullable Instant since) implements Finding {}
    }

    /** Readings are given in the order of time. */
    public Finding add(Reading next) {
        readings.addLast(next);
        while (readings.size() > 1 && !second().at().plus(WINDOW).isAfter(next.at())) {
            readings.removeFirst();
        }
        if (next.requests().values().stream().allMatch(requests -> requests == 0)) {
            return new Finding.Untold();
        }
        Reading first = readings.getFirst();
        if (first.at().plus(WINDOW).isAfter(next.at())) {
            return new Finding.Early();
        }
        OptionalInt elsewhere = elsewhere(first, next, left);
        if (elsewhere.isEmpty()) {
            return new Finding.Untold();
        }
        if (elsewhere.getAsInt() < ARRIVED) {
            since = null;
        } else if (since == null) {
            since = first.at();
        }
        return new Finding.Told(elsewhere.getAsInt(), since);
    }

    private Reading second() {
        return readings.stream().skip(1).findFirst().orElseThrow();
    }

    /** The part, in basis points, of what arrived between two readings that arrived elsewhere; empty: nothing arrived. */
    static OptionalInt elsewhere(Reading before, Reading after, DataCenterName left) {
        double fade = Math.pow(0.5, Duration.between(before.at(), after.at()).toMillis() / HALF_LIFE_MS);
        Map<DataCenterName, Double> arrived = new TreeMap<>();
        after.requests().forEach((dataCenter, requests) -> {
            long old = before.requests().getOrDefault(dataCenter, 0L);
            double more = requests - old * fade;
            arrived.put(dataCenter, more > 1 + old * NOISE ? more : 0);
        });
        double all = arrived.values().stream().mapToDouble(Double::doubleValue).sum();
        if (all == 0) {
            return OptionalInt.empty();
        }
        double here = arrived.getOrDefault(left, 0.0);
        return OptionalInt.of((int) Math.floor(Share.WHOLE * (all - here) / all));
    }
}
