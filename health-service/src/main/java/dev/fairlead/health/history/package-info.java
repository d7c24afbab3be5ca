/**
 * Owns the transitions: every change of verdict, written behind the steering path and read back at start.
 */
@NullMarked
package dev.fairlead.health.history;

import org.jspecify.annotations.NullMarked;
