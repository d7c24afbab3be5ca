/**
 * Decides what this vantage point finds about an endpoint: rise and fall over the results of its probes. Pure.
 */
@NullMarked
package dev.fairlead.health.observe;

import org.jspecify.annotations.NullMarked;
