/** The numbers to reach, each a command that prints what it measured on this machine and how far to trust it. */
@NullMarked
package dev.fairlead.benchmarks;

import org.jspecify.annotations.NullMarked;
