/**
 * One-off HTTP checks from this vantage point, with status and body, such as a rollout asks for.
 */
@NullMarked
package dev.fairlead.health.check;

import org.jspecify.annotations.NullMarked;
