/**
 * Owns the PostgreSQL servers that this service stands beside and may control: it starts and stops them, fences them, and
 * makes a lost primary a standby again, by PostgreSQL's own programs as child processes. Which servers these are is part of
 * the service's configuration, never of a resource: who may write resources need not be trusted with the machine.
 */
@NullMarked
package dev.fairlead.replication.local;

import org.jspecify.annotations.NullMarked;
