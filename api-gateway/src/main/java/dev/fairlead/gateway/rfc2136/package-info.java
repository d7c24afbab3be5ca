/**
 * BIND, Knot and whatever else takes dynamic updates (RFC 2136) as a data plane: each application is a plain set of
 * addresses in equal parts, because that is all that plain records can say. Every update carries premises that the server
 * checks itself: that this gateway is still the one that pushes, and that a host's records are still Fairlead's. What
 * Fairlead wrote is marked by a TXT record beside it; anything else in a zone is never touched.
 */
@NullMarked
package dev.fairlead.gateway.rfc2136;

import org.jspecify.annotations.NullMarked;
