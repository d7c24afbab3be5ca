/**
 * Looks at the servers of a database when an operator asks: reads their settings over the role that Fairlead has there, and
 * says what keeps it from watching them, or a takeover from being safe and quick. Nothing is changed.
 */
@NullMarked
package dev.fairlead.replication.check;

import org.jspecify.annotations.NullMarked;
