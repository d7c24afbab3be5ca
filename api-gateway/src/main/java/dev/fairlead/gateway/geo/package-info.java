/** Where clients are: country and continent of an address from a database in MaxMind's format. */
@NullMarked
package dev.fairlead.gateway.geo;

import org.jspecify.annotations.NullMarked;
