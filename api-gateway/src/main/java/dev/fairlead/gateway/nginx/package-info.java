/**
 * nginx as a data plane: a generated file that the operator's configuration includes, tested by nginx before it is loaded,
 * and believed when a request to nginx gets its version. It has no other state, so nginx starts from it without anybody.
 */
@NullMarked
package dev.fairlead.gateway.nginx;

import org.jspecify.annotations.NullMarked;
