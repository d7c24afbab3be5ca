/**
 * The service's own PostgreSQL, on one host or several: completes its URL, keeps a pool for the primary and one for
 * whoever answers, brings the schema up to date, and lets the service start and go on while no database answers. Says
 * of every write that it failed, or does it exactly once.
 */
@NullMarked
package dev.fairlead.service.database;

import org.jspecify.annotations.NullMarked;
