/**
 * Owns the probes: when each is due, what it says on the wire, and whether it may count. One selector thread does all of
 * it; how much evidence makes a finding is not decided here.
 */
@NullMarked
package dev.fairlead.health.probe;

import org.jspecify.annotations.NullMarked;
