package dev.fairlead.runs;

import java.time.Duration;

/**
 * How long a dead executor's runs lie still. The defaults make it six seconds, and with the half minute in which a
 * database over several sites has no primary still less than a minute. Executors compare heartbeats by their own clocks:
 * these may differ by less than four heartbeats, or a run changes hands for nothing (which its epoch makes harmless).
 *
 * @param heartbeat how often an executor shows that it lives; it is dead after four missed ones, which is noticed within
 *     another two
 * @param threads runs carried on at once by this process; a run that waits takes none
 */
public record RunSettings(Duration heartbeat, int threads) {

    public static final RunSettings DEFAULTS = new RunSettings(Duration.ofSeconds(1), 10);
}
