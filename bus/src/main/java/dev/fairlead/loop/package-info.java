/**
 * Level-triggered loops: a wake-up only says that something may have changed, the body then reads everything it needs.
 * Wake-ups that come while the body runs collapse into one more pass; a failure is logged once, counted and retried
 * with backoff; nothing ends the loop but {@link dev.fairlead.loop.Loop#close()}.
 */
@NullMarked
package dev.fairlead.loop;

import org.jspecify.annotations.NullMarked;
