package dev.fairlead.replication.timeline;

import java.time.Duration;

/** How old a replica's data can be. Not knowing is a value of its own and never 0. */
public sealed interface Staleness {

    /**
     * Everything committed longer ago than this is visible on the replica.
     *
     * @param bound never negative
     */
    record Certified(Duration bound) implements Staleness {}

    /** Nothing can be said. */
    record Unknown(String reason) implements Staleness {}
}
