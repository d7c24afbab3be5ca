package dev.fairlead.health.rerun;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Stretches of time, joined where they touch. */
final class Spans {

    /** What history can tell apart. */
    private static final long NEXT = 1_000;

    private final NavigableMap<Instant, Instant> ends = new TreeMap<>();

    void add(Instant from, Instant until) {
        Instant begin = from;
        Instant end = until;
        Map.Entry<Instant, Instant> before = ends.floorEntry(until);
        while (before != null && !before.getValue().isBefore(from)) {
            begin = begin.isBefore(before.getKey()) ? begin : before.getKey();
            end = end.isAfter(before.getValue()) ? end : before.getValue();
            ends.remove(before.getKey());
            before = ends.floorEntry(until);
        }
        ends.put(begin, end);
    }

    void addAll(Spans others) {
        others.ends.forEach(this::add);
    }

    boolean cover(Instant moment) {
        Map.Entry<Instant, Instant> before = ends.floorEntry(moment);
        return before != null && !moment.isAfter(before.getValue());
    }

    /** The first moments of each and the first after each. */
    Set<Instant> turns() {
        Set<Instant> turns = new HashSet<>(ends.keySet());
        ends.values().forEach(end -> turns.add(end.plusNanos(NEXT)));
        return turns;
    }
}
