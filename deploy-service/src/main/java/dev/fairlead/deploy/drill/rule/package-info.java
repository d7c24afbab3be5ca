/** What stands in a drill's way, and what breaks it off. Pure. */
@NullMarked
package dev.fairlead.deploy.drill.rule;

import org.jspecify.annotations.NullMarked;
