/**
 * HTTP passed on: a client that does nothing of its own accord (no retry, no redirect, no cookie), and answers that are
 * handed out while they come in. Both the operators' way in and the built-in edge pass requests on with it.
 */
@NullMarked
package dev.fairlead.gateway.relay;

import org.jspecify.annotations.NullMarked;
