package dev.fairlead.benchmarks.lag;

import dev.fairlead.benchmarks.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the polls of one phase come to. Pure. */
final class PhaseFigures {

    /** Of a shortcut: what it is off by for the time that its own question takes counts as nothing. */
    private static final double TOLERANCE_MS = 20;

    private final List<Poll> polls;

    PhaseFigures(List<Poll> polls) {
        this.polls = List.copyOf(polls);
    }

    /** How often the bound was below the truth, by whatever little. */
    long boundBelow() {
        return above(Poll::bound).stream().filter(difference -> difference < 0).count();
    }

    /** The line of the bound. */
    String bound() {
        Figures above = Figures.of(above(Poll::bound));
        Figures truth = Figures.of(polls.stream().map(Poll::truth).toList());
        return String.format(
                Locale.ROOT,
                "%d polls, truth min/median/max %s; bound above it: min %s (aim 0 or more), %s, not certified in %d",
                polls.size(),
                truth.text("%.0f", "ms"),
                above.count() == 0
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f ms", above.sorted().getFirst()),
                above.percentiles("%.0f", "ms"),
                polls.size() - above.count());
    }

    /** The line of a shortcut. */
    String of(Shortcut shortcut) {
        List<Double> above = above(poll -> poll.shortcuts().getOrDefault(shortcut, OptionalDouble.empty()));
        double least = above.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = above.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return String.format(
                Locale.ROOT,
                "%s: below the truth in %d of %d, by up to %.2f s; above it by up to %.2f s; no value in %d",
                shortcut.label(),
                above.stream().filter(difference -> difference < -TOLERANCE_MS).count(),
                above.size(),
                Math.max(0, -least) / 1_000,
                Math.max(0, most) / 1_000,
                polls.size() - above.size());
    }

    private List<Double> above(Function<Poll, OptionalDouble> said) {
        List<Double> all = new ArrayList<>();
        polls.forEach(poll -> said.apply(poll).ifPresent(value -> all.add(value - poll.truth())));
        return all;
    }
}
