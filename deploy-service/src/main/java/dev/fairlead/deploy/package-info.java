/**
 * Rolls releases through the data centers, one wave after the other: a {@link
 * dev.fairlead.deploy.rollout.RolloutKind rollout} is a durable run, the package {@code gate} decides whether it may take a
 * data center out of traffic and whether traffic has come back.
 */
@NullMarked
package dev.fairlead.deploy;

import org.jspecify.annotations.NullMarked;
