package dev.fairlead.contracts;

/**
 * The headers in which a run says who asks: whoever is acted upon keeps the highest epoch of a run, and refuses what an executor
 * that was replaced still sends. Without them an operator asks.
 */
public final class RunHeaders {

    /** The run's id. */
    public static final String RUN = "Fairlead-Run";

    /** The epoch of the run's executor, a number that only grows. */
    public static final String EPOCH = "Fairlead-Epoch";

    private RunHeaders() {}
}
