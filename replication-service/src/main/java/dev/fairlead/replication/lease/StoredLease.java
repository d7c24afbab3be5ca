package dev.fairlead.replication.lease;

import java.time.Duration;

/**
 * A lease as it is stored.
 *
 * @param timeline the highest on which one of its holders was primary
 * @param left until it expires, by the database's clock at the moment of the answer; negative: it has expired
 */
record StoredLease(WriteLease lease, long timeline, Duration left) {}
