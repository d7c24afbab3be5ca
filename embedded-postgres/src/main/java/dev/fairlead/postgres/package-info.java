/**
 * PostgreSQL from packaged binaries, for one machine: the quickstart's databases and the tests'. A server is a child
 * process without root, a replica is made by an online base copy, and a kill is a kill.
 */
@NullMarked
package dev.fairlead.postgres;

import org.jspecify.annotations.NullMarked;
