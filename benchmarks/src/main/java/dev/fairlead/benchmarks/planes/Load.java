package dev.fairlead.benchmarks.planes;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What dnsperf says of one run.
 *
 * @param answered queries with an answer, whatever it was
 * @param good those with addresses, or at least without an error
 */
record Load(long answered, long good, long lost, double seconds) {

    private static final Pattern ANSWERED = Pattern.compile("Queries completed:\\s+(\\d+)");
    private static final Pattern LOST = Pattern.compile("Queries lost:\\s+(\\d+)");
    private static final Pattern GOOD = Pattern.compile("Response codes:.*?NOERROR (\\d+)");
    private static final Pattern SECONDS = Pattern.compile("Run time \\(s\\):\\s+([0-9.]+)");

    /** Throws with what it said when that is no result. */
    static Load parse(String said) {
        return new Load(
                Long.parseLong(figure(ANSWERED, said)),
                said.contains("NOERROR") ? Long.parseLong(figure(GOOD, said)) : 0,
                Long.parseLong(figure(LOST, said)),
                Double.parseDouble(figure(SECONDS, said)));
    }

    private static String figure(Pattern pattern, String said) {
        Matcher found = pattern.matcher(said);
        if (!found.find()) {
            throw new IllegalArgumentException("dnsperf did not measure; it said:%n%s".formatted(said.strip()));
        }
        return found.group(1);
    }

    double perSecond() {
        return answered / seconds;
    }
}
