/**
 * What is broken on purpose: each fault as a value that can be begun and healed on a running lab, and the random but
 * repeatable sequences of them.
 */
@NullMarked
package dev.fairlead.lab.faults;

import org.jspecify.annotations.NullMarked;
