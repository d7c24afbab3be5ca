package dev.fairlead.health.probe;

/**
 * When the regular probes of one endpoint are due: start to start at the interval, each at its place, as long as this process
 * keeps up. Late once is a pause and changes nothing. Late again is more than this process can do: with each late start the
 * interval grows by the lateness, so that the load falls until starts are punctual; then it shrinks by small parts, and by
 * steps as small the endpoint waits until it is in its place again. A start that is too late to count is left out: after
 * a pause all would start together, and under load it would take the time of one that counts. It makes no interval grow, so
 * whoever was left out comes to its turn before those that were not. Times are those of {@link System#nanoTime()}.
 */
final class Rhythm {

    /** Findings this old are of little use, and the way back from more would be long. */
    private static final int MOST_INTERVALS = 10;
    /** One part of so many is what the way back takes at once. */
    private static final int PARTS = 8;

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
        this.step = patience / PARTS;
        this.place = first;
        this.due = first;
    }

    long due() {
        return due;
    }

    /** The turn is taken now, by a probe or, too late for one that counts, by none; missed ones are not made up for. */
    void turn(long now) {
        long lateness = now - due;
        boolean lateNow = lateness > patience / 2;
        if (!lateNow) {
            stretch = Math.max(0, stretch - Math.max(step, stretch / PARTS));
        } else if (late && lateness <= patience) {
            stretch = Math.min(stretch + lateness, (MOST_INTERVALS - 1) * interval);
        }
        late = lateNow;
        long length = interval + stretch;
        due += length * (1 + lateness / length);
        if (stretch == 0) {
            due += Math.min(step, Math.floorMod(place - due, interval));
        }
    }

    /** By which part of itself the interval has grown; 0: it is as configured. */
    double stretch() {
        return (double) stretch / interval;
    }
}
