/** The first README command: reads what the user typed, starts a demo or plays a story, and ends in order. */
@NullMarked
package dev.fairlead.quickstart;

import org.jspecify.annotations.NullMarked;
