/**
 * Who is answered by the built-in DNS server, and how much: the rate of answers for each client network, and the cookies by
 * which a client shows that its address is its own. From bytes, addresses and a given time alone.
 */
@NullMarked
package dev.fairlead.gateway.builtin.dns.guard;

import org.jspecify.annotations.NullMarked;
