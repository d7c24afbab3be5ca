/**
 * A demo data center's web application, each in a process of its own: it answers where it is and how many orders its
 * copy of the database holds, takes orders through the primary, and lets a version be installed by a hook.
 */
@NullMarked
package dev.fairlead.quickstart.site;

import org.jspecify.annotations.NullMarked;
