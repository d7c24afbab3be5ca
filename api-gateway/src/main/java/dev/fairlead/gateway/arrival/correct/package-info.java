/**
 * Which shares DNS answers in place of those that a plan intends. Resolvers keep answers longer than they should, and have many users
 * or few behind them, so requests do not arrive as answers were given. Pure.
 */
@NullMarked
package dev.fairlead.gateway.arrival.correct;

import org.jspecify.annotations.NullMarked;
