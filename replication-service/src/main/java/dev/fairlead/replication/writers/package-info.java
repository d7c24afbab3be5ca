/** Looks after databases whose every member takes writes: how far each is behind each other. */
@NullMarked
package dev.fairlead.replication.writers;

import org.jspecify.annotations.NullMarked;
