/** Rollouts as operators order them, and the runs that carry them out. */
@NullMarked
package dev.fairlead.contracts.deploy;

import org.jspecify.annotations.NullMarked;
