/** Where the demo's clients are: a small place database of synthetic networks in MaxMind's format, made when the demo starts. */
@NullMarked
package dev.fairlead.quickstart.geo;

import org.jspecify.annotations.NullMarked;
