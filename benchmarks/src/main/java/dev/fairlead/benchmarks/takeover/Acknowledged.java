package dev.fairlead.benchmarks.takeover;

/**
 * A number that a server said it has written.
 *
 * @param port of the server
 * @param at nanoseconds of this process when its answer was there
 */
record Acknowledged(int port, int number, long at) {}
