/** How the demo, its stories and the benchmarks ask Fairlead: as an operator, as a resolver and as a browser. */
@NullMarked
package dev.fairlead.quickstart.client;

import org.jspecify.annotations.NullMarked;
