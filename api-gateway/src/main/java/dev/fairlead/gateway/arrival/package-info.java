/**
 * What comes back from the data planes: where requests arrived is counted and told to the traffic-service; what all gateways told is
 * read back, and {@code correct} decides from it what DNS answers so that requests arrive where the plans want them.
 */
@NullMarked
package dev.fairlead.gateway.arrival;

import org.jspecify.annotations.NullMarked;
