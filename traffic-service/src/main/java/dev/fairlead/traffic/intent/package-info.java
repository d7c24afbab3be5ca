/**
 * What operators want, and the only tables that hold it: data centers, applications, data planes, overrides and releases of holds, each
 * with its REST resource. {@link dev.fairlead.traffic.intent.LatestIntent} is the same in memory, for the decisions.
 */
@NullMarked
package dev.fairlead.traffic.intent;

import org.jspecify.annotations.NullMarked;
