/** Reads what the other regions found by samples of their own, and merges it with what this one finds. */
@NullMarked
package dev.fairlead.replication.region;

import org.jspecify.annotations.NullMarked;
