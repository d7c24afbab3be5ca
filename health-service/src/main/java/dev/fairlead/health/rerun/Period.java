package dev.fairlead.health.rerun;

import java.time.Instant;

/** A stretch of time, both ends included. */
public record Period(Instant from, Instant until) {}
