/**
 * Decides, purely, what a takeover rests on: whether a primary is lost, how many standbys have to be sealed, which of them has
 * the most, what could be lost, what proves that the old primary no longer writes, and whether another takeover may begin by
 * itself. What is not known is said, never taken for good.
 */
@NullMarked
package dev.fairlead.replication.takeover.rule;

import org.jspecify.annotations.NullMarked;
