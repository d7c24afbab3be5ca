package dev.fairlead.replication.timeline;

import dev.fairlead.contracts.DataCenterName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the members of one database said, and how fresh they are by it. */
public sealed interface Evidence permits DatabaseEvidence, WritersEvidence {

    /** Adds a member that has not been heard yet; one that is there already stays as it is. */
    void expect(DataCenterName member);

    /** Drops a member and what it said. */
    void forget(DataCenterName member);

    /** Notes what a member said. */
    void answered(DataCenterName member, Answer answer);

    /** Notes that a member did not answer; what it said before stays, and grows old. */
    void silent(DataCenterName member, String failure);

    /**
     * What is found of every member, in order of data center.
     *
     * @param patience how old an answer may be to still count as a member's present state
     */
    List<Finding> findings(Instant now, Duration patience);
}
