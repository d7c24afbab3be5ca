/**
 * Moves primaries between data centers: takeovers when one is lost, switchovers when it is well. Both are runs of steps that
 * are verified from outside; what they rest on is decided in {@code rule}, what they do to members is done in {@code member}.
 */
@NullMarked
package dev.fairlead.replication.takeover;

import org.jspecify.annotations.NullMarked;
