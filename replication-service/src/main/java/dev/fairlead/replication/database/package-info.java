/** Owns the databases as operators write them: takes them in, refuses what cannot be, stores them, tells when they changed. */
@NullMarked
package dev.fairlead.replication.database;

import org.jspecify.annotations.NullMarked;
