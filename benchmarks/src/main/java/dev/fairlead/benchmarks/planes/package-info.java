/**
 * What data planes cost: real servers, a real gateway that pushes to them, and the same change made by hand. The gateway is told
 * its plans by a stand-in, so that no decision's time is in the figures.
 */
@NullMarked
package dev.fairlead.benchmarks.planes;

import org.jspecify.annotations.NullMarked;
