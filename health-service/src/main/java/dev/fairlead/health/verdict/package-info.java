/**
 * Owns the verdicts in force: one loop gathers the votes, lets the quorum decide, and publishes each change.
 */
@NullMarked
package dev.fairlead.health.verdict;

import org.jspecify.annotations.NullMarked;
