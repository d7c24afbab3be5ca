package dev.fairlead.replication.sample;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;

/**
 * How long one member took to answer lately: the way there and back over a kept connection, and a question that reads no table.
 *
 * @param readings that this is said of, at least one
 */
public record RoundTrip(
        DatabaseName database, DataCenterName dataCenter, int readings, double medianMs, double p99Ms) {}
