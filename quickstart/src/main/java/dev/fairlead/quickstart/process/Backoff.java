package dev.fairlead.quickstart.process;

import java.time.Duration;

/**
 * How long to wait before a process that died is started again: doubling from half a second to ten, and from the start
 * again once it has lived for a minute.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private Backoff() {}

    /**
     * @param deaths how often the process died before without settling
     * @param lived how long it lived this time
     */
    static Decision after(int deaths, Duration lived) {
        int counted = lived.compareTo(SETTLED) >= 0 ? 1 : deaths + 1;
        Duration wait = FIRST.multipliedBy(1L << Math.min(counted - 1, 10));
        return new Decision(counted, wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    /** What to do about a death. */
    record Decision(int deaths, Duration pause) {}
}
