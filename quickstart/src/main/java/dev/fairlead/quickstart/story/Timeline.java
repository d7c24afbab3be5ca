package dev.fairlead.quickstart.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prints what happens and when, and keeps count of what was expected in vain. */
final class Timeline {

    private final Consumer<String> out;
    private final long began = System.nanoTime();
    private int held;
    private int failed;

    Timeline(Consumer<String> out) {
        this.out = out;
    }

    /** Something happens now. */
    void now(String text) {
        double seconds = (System.nanoTime() - began) / 1e9;
        out.accept(String.format(Locale.ROOT, "t+%6.1f s  %s", seconds, text));
    }

    void expect(Expectation expectation) {
        out.accept("         %s   %s".formatted(expectation.held() ? "✓" : "✗", expectation.text()));
        if (expectation.held()) {
            held++;
        } else {
            failed++;
        }
    }

    /** Looks until all that is expected of what is seen holds or patience ends, and prints the last look. */
    <P> P expectEventually(Supplier<P> look, Function<P, List<Expectation>> expected) {
        List<P> looks = new ArrayList<>();
        Patience.until(() -> {
            looks.add(look.get());
            return expected.apply(looks.getLast()).stream().allMatch(Expectation::held);
        });
        expected.apply(looks.getLast()).forEach(this::expect);
        return looks.getLast();
    }

    boolean allHeld() {
        return failed == 0;
    }

    void sum() {
        now("%d expectations held, %d did not".formatted(held, failed));
    }
}
