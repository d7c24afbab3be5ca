/**
 * How long nobody can write while a primary moves, and whether anything that was acknowledged is lost by it: real servers, a real
 * replication-service, and a writer at each server that remembers what it acknowledged. Beside it, Patroni.
 */
@NullMarked
package dev.fairlead.benchmarks.takeover;

import org.jspecify.annotations.NullMarked;
