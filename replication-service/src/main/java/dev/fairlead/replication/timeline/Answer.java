package dev.fairlead.replication.timeline;

import java.time.Instant;

/** What a member of a database said when it was read. */
public sealed interface Answer {

    /** The history that the member follows. */
    Branch branch();

    /**
     * It accepts writes.
     *
     * @param askedAt before the question was sent, by a clock that never goes back
     * @param written up to where its log was written
     */
    record Primary(Branch branch, Instant askedAt, Lsn written) implements Answer {}

    /**
     * It replays a primary's log.
     *
     * @param replayed up to where; all before it is visible to readers
     */
    record Replica(Branch branch, Lsn replayed) implements Answer {}
}
