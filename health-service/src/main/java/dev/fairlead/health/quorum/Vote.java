package dev.fairlead.health.quorum;

import dev.fairlead.contracts.health.Observation;
import java.time.Instant;

/**
 * An observation as this process heard it.
 *
 * @param confirmedAt when the observation was last confirmed by a probe, by this process's clock
 */
public record Vote(Observation observation, Instant confirmedAt) {}
