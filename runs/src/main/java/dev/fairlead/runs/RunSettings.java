package dev.fairlead.runs;

import java.time.Duration;

/**
 * @param heartbeat how often an executor shows that it lives; it is dead after four missed ones, which is noticed within
 *     another two
 * @param threads runs carried on at once by this process; a run that waits takes none
 */
public record RunSettings(Duration heartbeat, int threads) {

    public static final RunSettings DEFAULTS = new RunSettings(Duration.ofSeconds(1), 10);
}
