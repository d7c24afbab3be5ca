/**
 * Drills: runs that rehearse the loss of a data center. Its users are moved away, or its writes refused, it is held so, and
 * given back; what that took is measured. {@code rule} decides what stands in the way, what breaks a drill off and when users
 * have arrived elsewhere; {@code report} says what came of it.
 */
@NullMarked
package dev.fairlead.deploy.drill;

import org.jspecify.annotations.NullMarked;
