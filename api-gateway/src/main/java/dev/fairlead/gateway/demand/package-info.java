/** What users ask proxies for that serve one place, told to the traffic-service. */
@NullMarked
package dev.fairlead.gateway.demand;

import org.jspecify.annotations.NullMarked;
