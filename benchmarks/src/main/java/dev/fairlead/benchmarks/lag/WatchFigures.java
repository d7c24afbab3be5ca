package dev.fairlead.benchmarks.lag;

import java.util.Locale;

/**
 * What a process that only watches came to in the measured time.
 *
 * @param answers of members
 * @param due how many there should have been
 * @param silent readings without an answer, of servers that always answer
 * @param processorSeconds that the whole process used
 * @param lateness of a reading against the one before, in percentiles
 * @param mostLateMs the greatest
 * @param residentMb of the process at the end
 */
record WatchFigures(
        long answers,
        long due,
        long silent,
        double processorSeconds,
        String lateness,
        double mostLateMs,
        double residentMb) {

    String text(int seconds) {
        return String.format(
                Locale.ROOT,
                "%d of %d readings, %d without an answer; lateness %s, max %.0f ms; %.2f CPU-seconds per second, "
                        + "%.0f readings per CPU-second, %.0f MB",
                answers,
                due,
                silent,
                lateness,
                mostLateMs,
                processorSeconds / seconds,
                answers / processorSeconds,
                residentMb);
    }
}
