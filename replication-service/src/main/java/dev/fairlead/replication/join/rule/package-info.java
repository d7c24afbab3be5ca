/** Decides what is next for a new member. Pure. */
@NullMarked
package dev.fairlead.replication.join.rule;

import org.jspecify.annotations.NullMarked;
