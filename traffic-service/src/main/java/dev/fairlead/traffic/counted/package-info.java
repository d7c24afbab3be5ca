/** Gathers what others counted and tell again and again, for whoever adds it up in the database. */
@NullMarked
package dev.fairlead.traffic.counted;

import org.jspecify.annotations.NullMarked;
