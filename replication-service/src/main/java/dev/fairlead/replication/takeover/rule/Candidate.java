package dev.fairlead.replication.takeover.rule;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.replication.timeline.Branch;
import dev.fairlead.replication.timeline.Lsn;

/**
 * A standby that may take over.
 *
 * @param received up to where it has the primary's log, replayed or not
 */
public record Candidate(DataCenterName dataCenter, Branch branch, Lsn received) {}
