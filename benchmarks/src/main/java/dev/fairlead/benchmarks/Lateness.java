package dev.fairlead.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How late each probe began, all of them: percentiles of a moving window would not be those of the measured time. */
public final class Lateness {

    private long[] nanos = new long[1 << 10];
    private int count;

    public synchronized void add(long late) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = late;
    }

    /** Forgets what was before the measured time. */
    public synchronized void restart() {
        count = 0;
    }

    public synchronized Figures millis() {
        List<Double> millis = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            millis.add(nanos[i] / 1e6);
        }
        return Figures.of(millis);
    }
}
