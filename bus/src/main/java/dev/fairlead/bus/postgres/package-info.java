/** The bus on PostgreSQL's LISTEN and NOTIFY: the embedded default, which needs no server of its own. */
@NullMarked
package dev.fairlead.bus.postgres;

import org.jspecify.annotations.NullMarked;
