/** Owns what users measured of their ways to the data centers: samples come in, and decisions are made on slow means. */
@NullMarked
package dev.fairlead.traffic.rtt;

import org.jspecify.annotations.NullMarked;
