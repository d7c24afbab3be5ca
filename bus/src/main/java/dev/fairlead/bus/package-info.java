/**
 * Wake-ups between services. A bus may lose, repeat or reorder any event at any time and nothing is wrong afterwards:
 * every consumer re-reads its source's whole list, which {@link dev.fairlead.bus.Feed} does for it.
 */
@NullMarked
package dev.fairlead.bus;

import org.jspecify.annotations.NullMarked;
