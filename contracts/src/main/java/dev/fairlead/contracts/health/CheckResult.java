package dev.fairlead.contracts.health;

import dev.fairlead.contracts.RegionName;

/** The outcome of a one-off check, with the reason in words. */
public record CheckResult(RegionName vantagePoint, boolean passed, long latencyMs, String reason) {}
