/**
 * Runs the decisions: {@link dev.fairlead.traffic.plan.Reconciler} looks at intent and evidence, decides, publishes what
 * changed and hands it to the history. The plans in force are in memory and never wait for the database.
 */
@NullMarked
package dev.fairlead.traffic.plan;

import org.jspecify.annotations.NullMarked;
