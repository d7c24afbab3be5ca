/**
 * Decides the verdict on an endpoint from the fresh observations of all vantage points. Pure.
 */
@NullMarked
package dev.fairlead.health.quorum;

import org.jspecify.annotations.NullMarked;
