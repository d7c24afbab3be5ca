/** Data centers, applications and overrides as operators write them, and the routing plans decided from them. */
@NullMarked
package dev.fairlead.contracts.traffic;

import org.jspecify.annotations.NullMarked;
