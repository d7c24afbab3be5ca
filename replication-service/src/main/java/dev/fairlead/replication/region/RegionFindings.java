package dev.fairlead.replication.region;

import dev.fairlead.replication.timeline.Finding;
import java.util.List;

/** What one region found by its own samples, as it tells it to the others. */
public record RegionFindings(List<Finding> findings) {

    public RegionFindings {
        findings = List.copyOf(findings);
    }
}
