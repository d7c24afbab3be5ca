/** Owns what data planes counted of where requests arrive: samples come in, and parts add up to observed shares. */
@NullMarked
package dev.fairlead.traffic.arrival;

import org.jspecify.annotations.NullMarked;
