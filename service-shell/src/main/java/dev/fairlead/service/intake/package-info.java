/**
 * The limits on what a service takes in: a body past its size is refused before it is read into memory, and a write whose query
 * is understood only in part before it is done.
 */
@NullMarked
package dev.fairlead.service.intake;

import org.jspecify.annotations.NullMarked;
