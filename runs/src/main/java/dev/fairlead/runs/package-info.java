/**
 * Durable runs of verified steps: evacuations, takeovers and rollouts. The owning service brings a {@link
 * dev.fairlead.runs.RunKind}, which plans the steps purely from the input and implements them; its own schema keeps the
 * runs; db-scheduler revives them when their executor dies. What comes next is decided by {@link
 * dev.fairlead.runs.RunProgress} alone, a pure function over a {@link dev.fairlead.runs.Run}; {@link
 * dev.fairlead.runs.RunExecutor} asks the steps and persists each transition before the action it allows.
 */
@NullMarked
package dev.fairlead.runs;

import org.jspecify.annotations.NullMarked;
