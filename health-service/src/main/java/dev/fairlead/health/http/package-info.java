/** HTTP answers, as probes and one-off checks read and judge them. */
@NullMarked
package dev.fairlead.health.http;

import org.jspecify.annotations.NullMarked;
