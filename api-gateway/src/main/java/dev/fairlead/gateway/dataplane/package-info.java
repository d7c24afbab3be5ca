/**
 * Decisions' way out: for each data plane one level-triggered loop that turns the plans in force into the state this
 * data plane should have, applies the difference, and believes only what the data plane then answers.
 */
@NullMarked
package dev.fairlead.gateway.dataplane;

import org.jspecify.annotations.NullMarked;
