package dev.fairlead.replication.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How long the last readings of a member took, as many as make two minutes at the usual period, and of ten minutes at most. */
final class TimesTaken {

    static final int KEPT = 960;
    static final Duration COUNT_FOR = Duration.ofMinutes(10);

    private final int[] micros = new int[KEPT];
    private final long[] askedAtMs = new long[KEPT];
    private long count;

    synchronized void add(Instant askedAt, Duration took) {
        int next = (int) (count++ % KEPT);
        micros[next] = (int) Math.min(Integer.MAX_VALUE, took.toNanos() / 1_000);
        askedAtMs[next] = askedAt.toEpochMilli();
    }

    /** In milliseconds, ascending. */
    synchronized double[] lately(Instant now) {
        long oldest = now.minus(COUNT_FOR).toEpochMilli();
        double[] all = new double[KEPT];
        int found = 0;
        for (int i = 0; i < Math.min(count, KEPT); i++) {
            if (askedAtMs[i] >= oldest) {
                all[found++] = micros[i] / 1e3;
            }
        }
        double[] lately = Arrays.copyOf(all, found);
        Arrays.sort(lately);
        return lately;
    }

    /** The least of the ascending values that is not below this part of them. */
    static double quantile(double[] ascending, double part) {
        return ascending[Math.max(0, (int) Math.ceil(ascending.length * part) - 1)];
    }
}
