/** What services write behind their decisions, which never wait for the database. */
@NullMarked
package dev.fairlead.service.history;

import org.jspecify.annotations.NullMarked;
