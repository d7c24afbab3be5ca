/**
 * Decides how fresh each member is by what all regions that are heard found, purely. Who reaches a member is believed over who
 * remembers it, the newest primary's history counts, and of what is certified in that history the smallest bound. The result
 * depends neither on the order of what was told nor on whether it was told twice, so that regions which hear each other come
 * to the same.
 */
@NullMarked
package dev.fairlead.replication.merge;

import org.jspecify.annotations.NullMarked;
