/**
 * How another process acts on a running demo: kills and starts a data center or a whole region, kills a service. The
 * address and a token stand in a file that only its owner reads.
 */
@NullMarked
package dev.fairlead.quickstart.control;

import org.jspecify.annotations.NullMarked;
