/**
 * What is wrong with the servers of a database: pure. A rule compares what the servers said with what the database's resource
 * says and with what a takeover needs, and says so in one sentence with the value that was read and what to do.
 */
@NullMarked
package dev.fairlead.replication.check.rules;

import org.jspecify.annotations.NullMarked;
