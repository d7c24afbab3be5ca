package dev.fairlead.lab.check;

import java.time.Duration;

/**
 * How long what is wrong may last before it is counted.
 *
 * @param difference of the plans of two regions that hear each other
 * @param detection of a data center that was lost: probes at 1 s find it in 0.2 to 1.2 s, a silent one in a probe's timeout
 *     more; the rest is for a busy machine
 * @param recovery after the last fault was healed
 */
public record Limits(Duration difference, Duration detection, Duration recovery) {

    /** Of a measurement, on a machine of its own. */
    public static final Limits MEASURED =
            new Limits(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(120));

    /** Of a test, which says nothing of times: the machine may do other things beside it. */
    public static final Limits TESTED =
            new Limits(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(300));
}
