package dev.fairlead.lab.fabric;

import java.time.Duration;

/**
 * What happens to packets on a link.
 *
 * @param cut nothing arrives, and nobody is told
 * @param lossPercent of the packets, each by chance
 * @param delay until a packet arrives
 */
public record Weather(boolean cut, int lossPercent, Duration delay) {

    public static final Weather CLEAR = new Weather(false, 0, Duration.ZERO);
    public static final Weather CUT = new Weather(true, 0, Duration.ZERO);

    public Weather {
        if (lossPercent < 0 || lossPercent > 100 || delay.isNegative()) {
            throw new IllegalArgumentException("no such weather: %d %%, %s".formatted(lossPercent, delay));
        }
    }

    public static Weather lossy(int percent) {
        return new Weather(false, percent, Duration.ZERO);
    }

    public static Weather slow(Duration delay) {
        return new Weather(false, 0, delay);
    }

    /** Both at once: a packet has to get through one and the other. */
    Weather and(Weather other) {
        int through = (100 - lossPercent) * (100 - other.lossPercent);
        return new Weather(cut || other.cut, 100 - through / 100, delay.plus(other.delay));
    }
}
