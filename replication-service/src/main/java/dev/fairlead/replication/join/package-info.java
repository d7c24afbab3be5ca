/**
 * Makes new members of databases standbys: a server under local control that has no data gets a slot, a copy and a primary to
 * follow, and counts as a member only when it is seen to follow. How far it is stands in the control plane's database, so that
 * a service that was killed goes on. Who has data is never copied over, unless its copy was begun here.
 */
@NullMarked
package dev.fairlead.replication.join;

import org.jspecify.annotations.NullMarked;
