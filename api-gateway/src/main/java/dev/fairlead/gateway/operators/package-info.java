/**
 * The operators' way in: it asks for an operator's token, routes to the service that owns the resource under the
 * gateway's own token and the operator's name, says what still works when a service is away, and shows one OpenAPI
 * document of all that can be called. Services of other regions come the same way for the facts that regions share.
 */
@NullMarked
package dev.fairlead.gateway.operators;

import org.jspecify.annotations.NullMarked;
