package dev.fairlead.health.history;

import dev.fairlead.contracts.traffic.HealthCheck;
import dev.fairlead.health.quorum.Quorum;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When the probes of a run started, at an even pace; by the vantage point's clock. The few probes that confirm a failure and those
 * at the regular interval are apart, because whether something is found in tenths of a second or in seconds is what matters.
 *
 * @param from of the first
 * @param until of the last
 * @param count how many, at least one
 */
public record Starts(Instant from, Instant until, int count) {

    static Starts of(Instant first) {
        return new Starts(first, first, 1);
    }

    /** Whether a probe that started then goes on at that pace, and soon enough that nobody gave up waiting for it. */
    boolean goOnAt(Instant next, HealthCheck check) {
        Duration gap = Duration.between(until, next);
        if (!gap.isPositive() || gap.compareTo(Quorum.freshness(check)) > 0) {
            return false;
        }
        return count == 1 || hurried(gap, check) == hurried(pace(), check);
    }

    private static boolean hurried(Duration gap, HealthCheck check) {
        return 4 * gap.toMillis() < 3L * check.intervalMs();
    }

    private Duration pace() {
        return Duration.between(from, until).dividedBy(count - 1);
    }

    Starts and(Instant next) {
        return new Starts(from, next, count + 1);
    }

    /** @param index from 0 */
    public Instant at(int index) {
        if (index == count - 1) {
            return until;
        }
        long micros = ChronoUnit.MICROS.between(from, until);
        long steps = count - 1;
        return from.plus(micros / steps * index + micros % steps * index / steps, ChronoUnit.MICROS);
    }

    /** How many had started by then. */
    public int by(Instant moment) {
        if (moment.isBefore(from)) {
            return 0;
        }
        if (!moment.isBefore(until)) {
            return count;
        }
        double part = (double) ChronoUnit.MICROS.between(from, moment) / ChronoUnit.MICROS.between(from, until);
        int index = (int) (part * (count - 1));
        while (at(index).isAfter(moment)) {
            index--;
        }
        while (!at(index + 1).isAfter(moment)) {
            index++;
        }
        return index + 1;
    }
}
