/**
 * Owns the list of what to probe: read from the traffic-service, kept in this service's own table so that a restart
 * while the traffic-service is away still probes.
 */
@NullMarked
package dev.fairlead.health.target;

import org.jspecify.annotations.NullMarked;
