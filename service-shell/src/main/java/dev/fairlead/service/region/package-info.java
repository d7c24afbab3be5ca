/**
 * Which region this process is in and how it reaches the same service in the other regions. What crosses regions are facts,
 * read whole by REST and merged by rules that need no order and no leader; whoever hears no majority of the regions is isolated
 * and speaks for nobody.
 */
@NullMarked
package dev.fairlead.service.region;

import org.jspecify.annotations.NullMarked;
