/**
 * Stories played against a running demo, as proof and as an example: what is expected is computed apart from what is
 * seen, and each expectation is printed with its figures.
 */
@NullMarked
package dev.fairlead.quickstart.story;

import org.jspecify.annotations.NullMarked;
