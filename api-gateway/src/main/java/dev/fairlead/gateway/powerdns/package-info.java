/**
 * PowerDNS as a data plane: each application is one Lua record that tells audiences apart and splits them by weight,
 * written through the HTTP API and believed when a DNS query gets the decided answer. What Fairlead wrote is marked by a
 * TXT record beside it; anything else in a zone is never touched.
 */
@NullMarked
package dev.fairlead.gateway.powerdns;

import org.jspecify.annotations.NullMarked;
