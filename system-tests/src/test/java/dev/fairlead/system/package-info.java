/** Stories played against everything at once: the five services, the demo's data centers, and real data planes. */
@NullMarked
package dev.fairlead.system;

import org.jspecify.annotations.NullMarked;
