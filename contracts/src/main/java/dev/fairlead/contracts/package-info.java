/**
 * What the services say to each other: records, events and HTTP interfaces, and no behaviour beyond the validation of
 * values. Names and units follow {@code docs/architecture.md}: times in milliseconds where the name says {@code Ms},
 * shares in basis points.
 */
@NullMarked
package dev.fairlead.contracts;

import org.jspecify.annotations.NullMarked;
