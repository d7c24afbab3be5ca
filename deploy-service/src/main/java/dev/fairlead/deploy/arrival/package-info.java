/** Reads where users arrive, by what data planes count. */
@NullMarked
package dev.fairlead.deploy.arrival;

import org.jspecify.annotations.NullMarked;
