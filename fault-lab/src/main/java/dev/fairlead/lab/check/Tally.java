package dev.fairlead.lab.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was seen of what must never be seen. */
public final class Tally {

    private static final int WITNESSES = 3;

    private final Map<Invariant, Integer> counts = new EnumMap<>(Invariant.class);
    private final Map<Invariant, List<String>> witnesses = new EnumMap<>(Invariant.class);

    /** Counts a violation. */
    synchronized void violated(Invariant invariant, String witness) {
        counts.merge(invariant, 1, Integer::sum);
        List<String> kept = witnesses.computeIfAbsent(invariant, key -> new ArrayList<>());
        if (kept.size() < WITNESSES) {
            kept.add("%s: %s: %s".formatted(Instant.now(), invariant, witness));
        }
    }

    /** What was counted so far; then it counts from 0 again. */
    public synchronized Violations take() {
        Violations taken = new Violations(
                counts, witnesses.values().stream().flatMap(List::stream).toList());
        counts.clear();
        witnesses.clear();
        return taken;
    }

    /**
     * What was counted.
     *
     * @param witnesses the first few of each
     */
    public record Violations(Map<Invariant, Integer> counts, List<String> witnesses) {

        public Violations {
            counts = Map.copyOf(counts);
            witnesses = List.copyOf(witnesses);
        }

        public boolean none() {
            return counts.isEmpty();
        }

        public int of(Invariant invariant) {
            return counts.getOrDefault(invariant, 0);
        }
    }
}
