/** Decides from a routing plan whether a data center may be taken out of traffic, and whether it is back. Pure. */
@NullMarked
package dev.fairlead.deploy.gate;

import org.jspecify.annotations.NullMarked;
