/** What a drill came to, from what its steps stored; and the same as a page. Pure. */
@NullMarked
package dev.fairlead.deploy.drill.report;

import org.jspecify.annotations.NullMarked;
