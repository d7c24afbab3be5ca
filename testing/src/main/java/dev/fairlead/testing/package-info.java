/** What the tests of every module share. Never a dependency of what ships. */
@NullMarked
package dev.fairlead.testing;

import org.jspecify.annotations.NullMarked;
