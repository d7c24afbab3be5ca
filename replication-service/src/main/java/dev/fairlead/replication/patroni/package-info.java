/**
 * Speaks to Patroni, which runs the servers of some databases: which of its servers leads in a data center, and whether that
 * cluster is a standby cluster of another one.
 */
@NullMarked
package dev.fairlead.replication.patroni;

import org.jspecify.annotations.NullMarked;
