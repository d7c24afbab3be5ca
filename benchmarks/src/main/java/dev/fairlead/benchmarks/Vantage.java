package dev.fairlead.benchmarks;

/** Somebody who probes endpoints, and what came of it. */
interface Vantage extends AutoCloseable {

    Findings findings();

    Lateness lateness();

    /** How many probes failed, and how many were made and do not count. */
    Wasted wasted();

    /** Both since the beginning. */
    record Wasted(long failed, long discarded) {}

    /** Ends the probing. */
    @Override
    void close();
}
