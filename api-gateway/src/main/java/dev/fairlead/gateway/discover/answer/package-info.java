/** What discovery says: the data centers for one client of one application, from the plan, the intent and the place alone. */
@NullMarked
package dev.fairlead.gateway.discover.answer;

import org.jspecify.annotations.NullMarked;
