/**
 * The real servers that adapters are tested against, as child processes: each with a directory and ports of its own, and
 * started, stopped, killed and restarted on the same data as a test or a benchmark asks.
 */
@NullMarked
package dev.fairlead.testing.servers;

import org.jspecify.annotations.NullMarked;
