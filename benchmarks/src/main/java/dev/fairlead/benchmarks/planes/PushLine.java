package dev.fairlead.benchmarks.planes;

import dev.fairlead.benchmarks.Figures;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One line of the result: what Fairlead took, what a user saw of it, the same by hand, and how the two compare.
 *
 * @param what was changed
 * @param byHand empty where nobody else can change it
 */
record PushLine(String what, Measured pushed, Optional<Measured> byHand) {

    /** How often the server's own time a change of everything may take. */
    private static final int AIM_FACTOR = 2;

    /**
     * Of single changes, which are compared by what Fairlead adds.
     *
     * @param aimMs what it may add at the median; empty: nothing was aimed at
     */
    String difference(OptionalInt aimMs) {
        return text(byHand.map(own -> String.format(
                        Locale.ROOT,
                        "; beyond that %.1f ms%s",
                        pushed.obeyed().median() - own.obeyed().median(),
                        aimMs.isPresent() ? " (aim %d)".formatted(aimMs.getAsInt()) : ""))
                .orElse(""));
    }

    /** Of changes of everything, which are compared as multiples. */
    String ratio() {
        return text(byHand.map(own -> String.format(
                        Locale.ROOT,
                        "; ×%.2f of that (aim %d)",
                        pushed.obeyed().median() / own.obeyed().median(),
                        AIM_FACTOR))
                .orElse(""));
    }

    private String text(String comparison) {
        return "push  %s: obeyed %s, seen by a user after %s%s%s"
                .formatted(
                        what,
                        times(pushed.obeyed()),
                        pushed.seen().text("%.1f", "ms"),
                        byHand.map(own -> "; by hand " + times(own.obeyed())).orElse(""),
                        comparison);
    }

    /** Such as {@code 1.0/2.0/3.0 ms (n=3, p50 2.0 ms, p99 3.0 ms)}. */
    private static String times(Figures figures) {
        return "%s (n=%d, %s)"
                .formatted(figures.text("%.1f", "ms"), figures.count(), figures.percentiles("%.1f", "ms"));
    }
}
