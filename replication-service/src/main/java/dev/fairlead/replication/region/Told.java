package dev.fairlead.replication.region;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.replication.sample.RoundTrip;
import dev.fairlead.replication.timeline.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a region told, by database. */
public record Told(Map<DatabaseName, List<Finding>> findings, List<RoundTrip> roundTrips) {

    static Told of(RegionFindings all) {
        return new Told(
                all.findings().stream()
                        .collect(Collectors.groupingBy(
                                finding -> finding.freshness().database())),
                all.roundTrips());
    }
}
