/** What data planes saw fail, told to the health-service: passive evidence, that counts beside its probes. */
@NullMarked
package dev.fairlead.gateway.evidence;

import org.jspecify.annotations.NullMarked;
