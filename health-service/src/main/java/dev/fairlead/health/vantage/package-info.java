/**
 * Owns what the vantage points see: this one's findings in memory, told at once when they change, and those of its peers
 * as last heard.
 */
@NullMarked
package dev.fairlead.health.vantage;

import org.jspecify.annotations.NullMarked;
