/** What stands in a drill's way, what breaks it off, and when its users have arrived. Pure. */
@NullMarked
package dev.fairlead.deploy.drill.rule;

import org.jspecify.annotations.NullMarked;
