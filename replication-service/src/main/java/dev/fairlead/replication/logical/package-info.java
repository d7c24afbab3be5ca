/** Tells how far the subscribers of a database are behind, by the logical slots of its primary. */
@NullMarked
package dev.fairlead.replication.logical;

import org.jspecify.annotations.NullMarked;
