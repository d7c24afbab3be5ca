/** Tells how fresh every copy is: as a list on request, as a wake-up when a member changes, and as a metric. */
@NullMarked
package dev.fairlead.replication.freshness;

import org.jspecify.annotations.NullMarked;
