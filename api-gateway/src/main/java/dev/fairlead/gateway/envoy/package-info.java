/**
 * Envoy as a data plane: the plans rendered as clusters, endpoints, routes and a listener, served by an xDS server whose
 * versions are hashes of the content, and believed when every connected Envoy has acknowledged them. Each Envoy asks for the
 * whole or for increments, as its bootstrap says. An Envoy that loses this server keeps what it has. gRPC clients that speak
 * xDS themselves are served the same way, with API listeners.
 */
@NullMarked
package dev.fairlead.gateway.envoy;

import org.jspecify.annotations.NullMarked;
