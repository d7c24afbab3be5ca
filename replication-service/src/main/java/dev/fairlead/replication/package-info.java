/** The replication-service: knows how stale each data center's copy of a database is. */
@NullMarked
package dev.fairlead.replication;

import org.jspecify.annotations.NullMarked;
