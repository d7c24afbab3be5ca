package dev.fairlead.lab.campaign;

import dev.fairlead.lab.check.Invariant;
import dev.fairlead.lab.faults.Fault;
import dev.fairlead.lab.faults.Kind;
import dev.fairlead.lab.faults.Sequence;
import dev.fairlead.lab.faults.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The sums over sequences. A violation counts in the cell of every fault of its sequence, since nobody can tell which it
 * was.
 */
public final class Matrix {

    private final Map<Kind, Map<Target.Column, Cell>> cells = new EnumMap<>(Kind.class);
    private final Map<Invariant, Integer> violations = new EnumMap<>(Invariant.class);
    private final List<Double> recoveries = new ArrayList<>();
    private int faults;

    /** @param bad violations in the sequences that had this fault */
    private record Cell(int runs, int bad) {

        Cell plus(Cell other) {
            return new Cell(runs + other.runs, bad + other.bad);
        }
    }

    /** Adds what came of a sequence. */
    public void add(Campaign.Outcome outcome) {
        int bad = outcome.violations().counts().values().stream()
                .mapToInt(Integer::intValue)
                .sum();
        for (Sequence.Step step : outcome.sequence().steps()) {
            faults++;
            cells.computeIfAbsent(step.fault().kind(), kind -> new EnumMap<>(Target.Column.class))
                    .merge(step.fault().target().column(), new Cell(1, bad), Cell::plus);
        }
        outcome.violations().counts().forEach((invariant, count) -> violations.merge(invariant, count, Integer::sum));
        recoveries.add(outcome.recovery().toMillis() / 1e3);
    }

    public boolean clean() {
        return violations.isEmpty();
    }

    /** The table: for each cell how often it was played, and behind a slash the violations, if there were any. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(line(
                "",
                Arrays.stream(Target.Column.values())
                        .map(Target.Column::toString)
                        .toList()));
        for (Kind kind : Kind.values()) {
            lines.add(line(
                    kind.toString(),
                    Arrays.stream(Target.Column.values())
                            .map(column -> cell(kind, column))
                            .toList()));
        }
        return lines;
    }

    private String cell(Kind kind, Target.Column column) {
        if (!Fault.possible(kind, column)) {
            return "-";
        }
        Cell cell = cells.getOrDefault(kind, Map.of()).getOrDefault(column, new Cell(0, 0));
        return cell.bad() == 0 ? Integer.toString(cell.runs()) : cell.runs() + " / " + cell.bad() + " bad";
    }

    private static String line(String head, List<String> cells) {
        return String.format(Locale.ROOT, "%-20s", head)
                + cells.stream()
                        .map(cell -> String.format(Locale.ROOT, "%20s", cell))
                        .collect(Collectors.joining());
    }

    /** The one line. */
    public String summary() {
        String counted = Arrays.stream(Invariant.values())
                .map(invariant -> "%s %d".formatted(invariant, violations.getOrDefault(invariant, 0)))
                .collect(Collectors.joining(", "));
        double[] sorted =
                recoveries.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return "faults  %d sequences with %d faults: %s; recovered after %s"
                .formatted(
                        sorted.length,
                        faults,
                        counted,
                        sorted.length == 0
                                ? "-"
                                : String.format(
                                        Locale.ROOT,
                                        "%.1f/%.1f/%.1f s (min/median/max)",
                                        sorted[0],
                                        sorted[sorted.length / 2],
                                        sorted[sorted.length - 1]));
    }
}
