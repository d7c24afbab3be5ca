package dev.fairlead.contracts.health;

import java.time.Instant;

/** A change of verdict, as history keeps it. */
public record Transition(Endpoint endpoint, Health from, Health to, Instant at, Instant proof, String reason) {}
