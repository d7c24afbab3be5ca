package dev.fairlead.benchmarks.planes;

import dev.fairlead.benchmarks.Figures;

/**
 * How long changes took.
 *
 * @param seen milliseconds until a user saw it
 * @param verified until whoever changed it had seen for himself that it is obeyed; empty when he does not look
 */
record Measured(Figures seen, Figures verified) {

    /** Until it was obeyed for all that is known. */
    Figures obeyed() {
        return verified.count() == 0 ? seen : verified;
    }
}
