/**
 * Shares the probing among the replicas of a region: who probes what, and which of their findings is the region's. Pure: each
 * replica comes to it alone, from who is alive and what they said.
 */
@NullMarked
package dev.fairlead.health.share;

import org.jspecify.annotations.NullMarked;
