/** Owns what data planes counted of users' requests: samples come in, parts add up, and decisions are made on slow means. */
@NullMarked
package dev.fairlead.traffic.demand;

import org.jspecify.annotations.NullMarked;
