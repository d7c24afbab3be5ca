/**
 * How good the staleness bound is: real servers of PostgreSQL, the watch that the replication-service keeps on them, and a writer
 * of numbered rows that knows how stale a standby really is. Beside it, what is usually looked at.
 */
@NullMarked
package dev.fairlead.benchmarks.lag;

import org.jspecify.annotations.NullMarked;
