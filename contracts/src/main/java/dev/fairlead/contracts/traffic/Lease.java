package dev.fairlead.contracts.traffic;

/**
 * Who may act alone on something, until the lease expires.
 *
 * @param holder the caller, or whoever has it now
 * @param epoch grows with each change of the holder; whoever is acted upon rejects a lower one
 */
public record Lease(String name, String holder, long epoch) {}
