/**
 * Owns rollouts: one release of an application through the data centers, wave after wave and one data center after the
 * other inside a wave, each of them drained, installed, checked and restored; a failure takes back in reverse what was
 * installed.
 */
@NullMarked
package dev.fairlead.deploy.rollout;

import org.jspecify.annotations.NullMarked;
