/**
 * Tells what a write costs from where: how long each region's service waits for an answer of the primary, and which part of the
 * requests comes to data centers that have to wait that long.
 */
@NullMarked
package dev.fairlead.replication.distance;

import org.jspecify.annotations.NullMarked;
