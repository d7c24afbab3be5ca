/** The limit on what a service takes in: a body past it is refused before it is read into memory. */
@NullMarked
package dev.fairlead.service.intake;

import org.jspecify.annotations.NullMarked;
