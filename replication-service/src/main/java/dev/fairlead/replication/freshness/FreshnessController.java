package dev.fairlead.replication.freshness;

import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Listing;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.ReplicationApi;
import dev.fairlead.replication.region.RegionFindings;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.timeline.Finding;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.service.region.RegionProperties;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FreshnessController implements ReplicationApi {

    private final Fleet fleet;
    private final Regions regions;
    private final RegionProperties properties;

    FreshnessController(Fleet fleet, Regions regions, RegionProperties properties) {
        this.fleet = fleet;
        this.regions = regions;
        this.properties = properties;
    }

    @Override
    public Listing<Freshness> freshness() {
        Map<DatabaseName, List<Finding>> own = findings().stream()
                .collect(Collectors.groupingBy(
                        finding -> finding.freshness().database(), TreeMap::new, Collectors.toList()));
        return new Listing<>(own.entrySet().stream()
                .flatMap(database -> regions.merge(database.getKey(), database.getValue()).stream())
                .toList());
    }

    /** What other regions read: what this one finds by its own samples. */
    @Hidden
    @GetMapping(path = "/v1/freshness", params = "of")
    RegionFindings findings(@RequestParam RegionName of) {
        properties.requireOwn(of);
        return new RegionFindings(findings(), fleet.roundTrips());
    }

    private List<Finding> findings() {
        if (!fleet.settled()) {
            throw Problem.notReady("NOT_SAMPLED_YET", "the members were not all read since the service started");
        }
        return fleet.findings();
    }
}
