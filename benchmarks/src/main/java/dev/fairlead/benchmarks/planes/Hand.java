package dev.fairlead.benchmarks.planes;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/** Whoever changes what a data plane does. */
interface Hand {

    /**
     * Sends the users of some applications to a data center.
     *
     * @param from the first application
     * @param to behind the last one
     * @return when that began
     */
    Instant send(int from, int to, Side side);

    /** Milliseconds until it had seen for itself that the last change is obeyed; empty when it does not look. */
    OptionalDouble verified(Instant began);

    /** Why it may not have worked out, in words. */
    String excuse();

    /** Without Fairlead: whoever says it goes away. */
    static Hand bare(Plane plane) {
        return new Hand() {
            @Override
            public Instant send(int from, int to, Side side) {
                Instant began = Instant.now();
                plane.tell(from, to, side);
                return began;
            }

            @Override
            public OptionalDouble verified(Instant began) {
                return OptionalDouble.empty();
            }

            @Override
            public String excuse() {
                return "changed by hand";
            }
        };
    }

    static double millisBetween(Instant began, Instant ended) {
        return Duration.between(began, ended).toNanos() / 1e6;
    }
}
