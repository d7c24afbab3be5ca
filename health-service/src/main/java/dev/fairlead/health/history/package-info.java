/**
 * Owns what is remembered: every change of verdict, read back at start, and what was probed, for whoever wants to judge it anew.
 * Both are written behind the steering path.
 */
@NullMarked
package dev.fairlead.health.history;

import org.jspecify.annotations.NullMarked;
