/** The operators' one address, and the one place from which decisions reach the data planes. */
@NullMarked
package dev.fairlead.gateway;

import org.jspecify.annotations.NullMarked;
