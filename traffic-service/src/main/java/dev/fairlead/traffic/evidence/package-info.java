/**
 * The latest that is known, in memory: verdicts of the health-service and freshness of the replication-service, each kept
 * when its source falls silent. Every change wakes whoever decides on it.
 */
@NullMarked
package dev.fairlead.traffic.evidence;

import org.jspecify.annotations.NullMarked;
