package dev.fairlead.benchmarks.lag;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was said of a standby at one moment, in milliseconds.
 *
 * @param truth how stale it was at least
 * @param bound empty: nothing was certified
 * @param shortcuts each with its value, or with none
 */
record Poll(double truth, OptionalDouble bound, Map<Shortcut, OptionalDouble> shortcuts) {

    Poll {
        shortcuts = Map.copyOf(shortcuts);
    }
}
