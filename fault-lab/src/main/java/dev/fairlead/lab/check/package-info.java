/**
 * Who watches while something is broken: each checker asks as a user or an operator would, and counts what must never be
 * seen, with its first witnesses. Who asks does not judge: that is pure, and tested without a lab. What a fault excuses is
 * said by {@link dev.fairlead.lab.faults.Harms} and nothing else.
 */
@NullMarked
package dev.fairlead.lab.check;

import org.jspecify.annotations.NullMarked;
