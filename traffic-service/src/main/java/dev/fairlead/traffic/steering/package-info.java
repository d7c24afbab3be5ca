/**
 * Decides the routing plan of one application, and nothing else: {@link dev.fairlead.traffic.steering.Steering} is the
 * chain, each of its steps is a type of its own, and a {@link dev.fairlead.traffic.steering.Situation} is everything it
 * looks at. Pure: the same situation gives the same plan, today and in a replay.
 */
@NullMarked
package dev.fairlead.traffic.steering;

import org.jspecify.annotations.NullMarked;
