/**
 * The answers to the queries that come most, from bytes to bytes: an address of a host, asked as resolvers ask. What {@code answer} says to such
 * a query is the rule; here it is said with what was made ready before. Every other query is left alone.
 */
@NullMarked
package dev.fairlead.gateway.builtin.dns.direct;

import org.jspecify.annotations.NullMarked;
