/**
 * Decides what the verdicts would have been under other rules: recorded probes go once more through the findings and the quorum
 * that decide live. Pure.
 */
@NullMarked
package dev.fairlead.health.rerun;

import org.jspecify.annotations.NullMarked;
