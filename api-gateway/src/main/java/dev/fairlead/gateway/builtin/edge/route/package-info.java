/** Where the built-in edge sends a request: from the plans, the host and the client's address alone. */
@NullMarked
package dev.fairlead.gateway.builtin.edge.route;

import org.jspecify.annotations.NullMarked;
