package dev.fairlead.health.probe;

/**
 * When the regular probes of one endpoint are due: start to start at the interval, each at its place, as long as this process
 * keeps up. Late once is a pause: the place stays, and what is too late to count is left out, or all would start together
 * when the pause is over. Late twice in a row is more than this process can do: the interval grows by the lateness and is
 * counted from the start, so that the load falls until starts are punctual. Then it shrinks by small steps, and by steps as
 * small the endpoint waits until it is in its place again. Times are those of {@link System#nanoTime()}.
 */
final class Rhythm {

    /** Findings this old are of little use, and the way back from more would be long. */
    private static final int MOST_INTERVALS = 10;

    private final long interval;
    private final long patience;
    private final long step;
    private final long place;
    private long due;
    private long stretch;
    private boolean late;

    /**
     * @param first when the first probe is due
     * @param patience how late a probe may start until it counts for nothing
     */
    Rhythm(long first, long interval, long patience) {
        this.interval = interval;
        this.patience = patience;
        this.step = patience / 8;
        this.place = first;
        this.due = first;
    }

    long due() {
        return due;
    }

    /** Whether the turn goes by without a probe: it would not count, and the next one probably will. */
    boolean leavesOut(long now) {
        return !late && now - due > patience;
    }

    /** The turn is taken now, with a probe or without; missed ones are not made up for. */
    void turn(long now) {
        long lateness = now - due;
        boolean lateNow = lateness > patience / 2;
        if (lateNow && late) {
            stretch = Math.min(stretch + Math.min(lateness, interval), (MOST_INTERVALS - 1) * interval);
            due = now + interval + stretch;
        } else if (lateNow) {
            due += (interval + stretch) * (1 + lateness / (interval + stretch));
        } else {
            stretch = Math.max(0, stretch - step);
            due += interval + stretch;
            due += stretch == 0 ? Math.min(step, Math.floorMod(place - due, interval)) : 0;
        }
        late = lateNow;
    }

    /** By which part of itself the interval has grown; 0: it is as configured. */
    double stretch() {
        return (double) stretch / interval;
    }
}
