/**
 * Decides how fresh each member of a database is, purely: samples of the primary's write position go in, a certified upper
 * bound of the age of each replica's data comes out. Everything that was committed before a sample was asked for lies at or
 * below the position the sample shows, so a replica that has replayed that position shows all of it. Nothing is written into
 * the watched database, an idle one stays at small bounds, one clock is enough, and the bound grows by itself when either side
 * is silent. A commit acknowledged before its WAL is written ({@code synchronous_commit = off}) is outside the certificate.
 */
@NullMarked
package dev.fairlead.replication.timeline;

import org.jspecify.annotations.NullMarked;
