/**
 * The command line: everything it does goes through the gateway's REST API, as JSON trees, so that a client and a server
 * of different versions understand each other. Refusals become one line and an exit code that scripts can tell apart.
 */
@NullMarked
package dev.fairlead.cli;

import org.jspecify.annotations.NullMarked;
