/**
 * Observes: one loop and one kept connection for each member of each database, read with read-only SQL by a role that needs
 * {@code pg_monitor} at most. The fleet compares the members that operators want watched with those that are watched and
 * starts and stops loops accordingly; what the members say is kept in memory only, so that a restart begins with nothing
 * certified and a control plane without its own database goes on.
 */
@NullMarked
package dev.fairlead.replication.sample;

import org.jspecify.annotations.NullMarked;
