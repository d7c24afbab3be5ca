package dev.fairlead.benchmarks.takeover;

import dev.fairlead.benchmarks.Figures;
import java.util.List;
import java.util.Locale;

/** Several moves as one line says them. Pure. */
record Moves(List<Move> all) {

    Moves {
        all = List.copyOf(all);
    }

    Figures seconds() {
        return Figures.of(all.stream().map(Move::seconds).toList());
    }

    /** @param figure what the seconds are called */
    String text(String figure) {
        return String.format(
                Locale.ROOT,
                "%s %s (min/median/max, n=%d); of %d acknowledged writes %d overlapping (aim 0), %d lost",
                figure,
                seconds().text("%.1f", "s"),
                all.size(),
                all.stream().mapToLong(Move::acknowledged).sum(),
                all.stream().mapToLong(Move::overlapping).sum(),
                all.stream().mapToLong(Move::lost).sum());
    }

    /** How the medians compare, such as {@code ×0.35}. */
    String ratio(Moves peer) {
        return String.format(
                Locale.ROOT, "×%.2f", seconds().median() / peer.seconds().median());
    }
}
