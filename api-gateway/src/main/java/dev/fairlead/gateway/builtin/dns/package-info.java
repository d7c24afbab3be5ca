/**
 * The built-in DNS server: authoritative answers over UDP and TCP from the plans in force. dnsjava reads and writes the
 * messages, {@code answer} decides what they say, this package moves the bytes and swaps the table.
 */
@NullMarked
package dev.fairlead.gateway.builtin.dns;

import org.jspecify.annotations.NullMarked;
