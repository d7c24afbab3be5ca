/** Owns which version of which application runs in which data center, as its install hook last told. */
@NullMarked
package dev.fairlead.deploy.version;

import org.jspecify.annotations.NullMarked;
