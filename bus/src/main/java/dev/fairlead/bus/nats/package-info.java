/**
 * The bus on core NATS, for several regions: a server in each region, joined across regions. NATS keeps nothing, and what
 * is lost between two processes shows itself by the numbers of their heart beats, after which everything is read again.
 */
@NullMarked
package dev.fairlead.bus.nats;

import org.jspecify.annotations.NullMarked;
