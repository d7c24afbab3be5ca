/** What the built-in DNS server says: the answer to one query, from the query and an immutable table alone. */
@NullMarked
package dev.fairlead.gateway.builtin.dns.answer;

import org.jspecify.annotations.NullMarked;
