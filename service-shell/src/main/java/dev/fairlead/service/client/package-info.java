/** Calls to other services. */
@NullMarked
package dev.fairlead.service.client;

import org.jspecify.annotations.NullMarked;
