/**
 * Owns what is remembered of every member's staleness: once a second it is looked at, each minute comes to a row, and old minutes
 * are made hours. Written behind the watch, which never waits for the control plane's database. What nobody looked at, or could
 * not be written, is missed and told as such: it is neither fresh nor stale.
 */
@NullMarked
package dev.fairlead.replication.history;

import org.jspecify.annotations.NullMarked;
