/**
 * HAProxy as a data plane: weights and states of the servers that the operator's configuration names, and a map that says
 * where writes go, set through the runtime API and read back. The files that HAProxy starts from are kept in line, so that
 * it comes up as it was without anybody's help.
 */
@NullMarked
package dev.fairlead.gateway.haproxy;

import org.jspecify.annotations.NullMarked;
