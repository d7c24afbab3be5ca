/**
 * Writes small place databases in MaxMind's format: for the demo, whose clients live in made-up networks, and for tests of
 * servers that look places up.
 */
@NullMarked
package dev.fairlead.places;

import org.jspecify.annotations.NullMarked;
