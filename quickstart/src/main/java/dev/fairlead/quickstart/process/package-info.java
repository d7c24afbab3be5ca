/**
 * Child processes: started with their output in a log, watched and restarted, written down so that the next start can end
 * what a killed one left, and ended with their parent because they see their standard input close.
 */
@NullMarked
package dev.fairlead.quickstart.process;

import org.jspecify.annotations.NullMarked;
