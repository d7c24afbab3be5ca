package dev.fairlead.quickstart.story;

import java.util.Locale;
import java.util.function.Consumer;

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

    boolean allHeld() {
        return failed == 0;
    }

    void sum() {
        now("%d expectations held, %d did not".formatted(held, failed));
    }
}
