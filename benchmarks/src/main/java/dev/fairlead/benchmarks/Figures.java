package dev.fairlead.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Measured values, said as least / median / greatest. */
public record Figures(List<Double> sorted) {

    public static Figures of(Collection<Double> values) {
        return new Figures(values.stream().sorted().toList());
    }

    public int count() {
        return sorted.size();
    }

    public double median() {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** Such as {@code p50 120 ms, p99 260 ms}; a dash when nothing was measured. */
    public String percentiles(String format, String unit) {
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "p50 %1$s %2$s, p99 %1$s %2$s".replace("%1$s", format).replace("%2$s", unit),
                        median(),
                        sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
    }

    /** Such as {@code 0.26/0.70/1.15 s}; a dash when nothing was measured. */
    public String text(String format, String unit) {
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT,
                        String.join("/", format, format, format) + " %s",
                        sorted.getFirst(),
                        median(),
                        sorted.getLast(),
                        unit);
    }
}
