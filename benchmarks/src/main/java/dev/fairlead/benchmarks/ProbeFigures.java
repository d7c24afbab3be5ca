package dev.fairlead.benchmarks;

import java.util.Locale;

/**
 * What a process that only probes came to in the measured time.
 *
 * @param probes that counted
 * @param processorSeconds that the whole process used
 * @param lateness start of a probe against when it was due, in percentiles
 * @param failed probes, to a server that always answers
 * @param discarded probes that do not count
 * @param falseDowns since its start
 */
record ProbeFigures(
        long probes, double processorSeconds, String lateness, long failed, long discarded, long falseDowns) {

    double perProcessorSecond() {
        return probes / processorSeconds;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%d probes, %.0f per CPU-second, start lateness %s, %d failed, %d discarded, %d false downs (aim 0)",
                probes,
                perProcessorSecond(),
                lateness,
                failed,
                discarded,
                falseDowns);
    }
}
