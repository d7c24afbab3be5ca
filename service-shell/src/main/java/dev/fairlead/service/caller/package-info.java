/**
 * Who calls: a service answers only the gateway and its fellow services, which show the service token; its own calls carry
 * it. Where there is mutual TLS, certificates say who they are, and let the same service of another region read facts. The
 * gateway's operators have tokens of their own, checked there.
 */
@NullMarked
package dev.fairlead.service.caller;

import org.jspecify.annotations.NullMarked;
