/** Databases as operators write them, and how fresh each data center's copy is. */
@NullMarked
package dev.fairlead.contracts.replication;

import org.jspecify.annotations.NullMarked;
