package dev.fairlead.replication.region;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.replication.sample.RoundTrip;
import dev.fairlead.replication.timeline.Finding;
import java.util.List;

/**
 * What one region found by its own samples, as it tells it to the others.
 *
 * @param roundTrips from there to the members; an older version tells none
 */
public record RegionFindings(List<Finding> findings, List<RoundTrip> roundTrips) {

    public RegionFindings {
        findings = List.copyOf(findings);
        roundTrips = List.copyOf(requireNonNullElse(roundTrips, List.of()));
    }
}
