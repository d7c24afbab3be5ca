package dev.fairlead.traffic.uptime;

import java.time.Instant;

/**
 * From here on another part of the users is unserved.
 *
 * @param epoch of the plan that began it: the order of decisions, also where the clock was set back between them
 * @param at when it was decided
 * @param basisPoints of all users; 0: everybody is served
 * @param reason empty where everybody is served
 */
record Change(long epoch, Instant at, int basisPoints, String reason) {}
