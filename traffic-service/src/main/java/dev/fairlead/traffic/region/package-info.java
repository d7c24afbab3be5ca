/**
 * What is heard of the other regions' plans, and whether they agree with this one's. Each region decides its own plans; what they
 * read of each other is memory of what happened to data centers, an intent that is later than their own, and a digest that shows
 * when two of them decide differently.
 */
@NullMarked
package dev.fairlead.traffic.region;

import org.jspecify.annotations.NullMarked;
