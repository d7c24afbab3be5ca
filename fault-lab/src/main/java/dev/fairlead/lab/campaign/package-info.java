/** Plays sequences of faults on a lab while the checkers watch, and adds up what they counted for each cell of the matrix. */
@NullMarked
package dev.fairlead.lab.campaign;

import org.jspecify.annotations.NullMarked;
