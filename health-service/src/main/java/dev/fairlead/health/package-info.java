/**
 * Probes endpoints from this region, decides by quorum with its peers whether each is up, and tells so on the bus and by
 * REST. From probe to verdict everything is in memory; the database only remembers targets and transitions.
 */
@NullMarked
package dev.fairlead.health;

import org.jspecify.annotations.NullMarked;
