package dev.fairlead.replication.sample;

import dev.fairlead.replication.timeline.Answer;
import java.time.Duration;
import java.time.Instant;

/**
 * A member that was read.
 *
 * @param askedAt by the fleet's clock
 * @param took from the question to the answer, over a connection that was there before
 */
record Reading(Answer answer, Instant askedAt, Duration took) {}
