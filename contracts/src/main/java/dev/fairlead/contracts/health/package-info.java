/** Observations of endpoints, the verdicts that a quorum of vantage points reaches, and one-off checks. */
@NullMarked
package dev.fairlead.contracts.health;

import org.jspecify.annotations.NullMarked;
