/** Errors on the wire: RFC 9457 problems with a stable {@code code} and a pointer to each field that is wrong. */
@NullMarked
package dev.fairlead.service.problem;

import org.jspecify.annotations.NullMarked;
