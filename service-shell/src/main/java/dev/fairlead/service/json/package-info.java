/**
 * Which JSON is read how. Operators' bodies are read strictly, so that a misspelt field is refused and not ignored. What another
 * version of Fairlead wrote, in another process or into a table, is read leniently: two versions run side by side in an upgrade.
 */
@NullMarked
package dev.fairlead.service.json;

import org.jspecify.annotations.NullMarked;
