/**
 * Acts on the members of a database by SQL, as a role that may do no more than this, over short connections of its own. A
 * statement that hangs costs its connection: nothing here ever cancels one, because a cancelled commit that waits for its
 * standbys counts as acknowledged.
 */
@NullMarked
package dev.fairlead.replication.takeover.member;

import org.jspecify.annotations.NullMarked;
