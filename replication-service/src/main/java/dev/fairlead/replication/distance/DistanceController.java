package dev.fairlead.replication.distance;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.replication.Freshness;
import dev.fairlead.contracts.replication.MemberRole;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.PlanListing;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.replication.database.DatabaseCatalog;
import dev.fairlead.replication.region.Regions;
import dev.fairlead.replication.sample.Fleet;
import dev.fairlead.replication.timeline.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

@RestController
class DistanceController {

    private static final Logger log = LoggerFactory.getLogger(DistanceController.class);

    private final DatabaseCatalog catalog;
    private final Fleet fleet;
    private final Regions regions;
    private final TrafficApi traffic;

    DistanceController(DatabaseCatalog catalog, Fleet fleet, Regions regions, TrafficApi traffic) {
        this.catalog = catalog;
        this.fleet = fleet;
        this.regions = regions;
        this.traffic = traffic;
    }

    /** Without data centers and shares while the traffic-service is away. */
    @GetMapping("/v1/databases/{name}/distance")
    DistanceReport distance(@PathVariable String name) {
        DatabaseName database = DatabaseName.of(name);
        catalog.existing(database);
        return DistanceReport.of(
                database, primary(database), regions.roundTrips(database, fleet.roundTrips()), requests(database));
    }

    private @Nullable DataCenterName primary(DatabaseName database) {
        List<Finding> own = fleet.findings().stream()
                .filter(finding -> finding.freshness().database().equals(database))
                .toList();
        List<DataCenterName> primaries = regions.merge(database, own).stream()
                .filter(member -> member.role() == MemberRole.PRIMARY)
                .map(Freshness::dataCenter)
                .toList();
        return primaries.size() == 1 ? primaries.getFirst() : null;
    }

    private DistanceReport.Requests requests(DatabaseName database) {
        try {
            return new DistanceReport.Requests(regionsOfDataCenters(), perSecond(database));
        } catch (RestClientException e) {
            log.debug("traffic-service=away", e);
            return new DistanceReport.Requests(new TreeMap<>(), Map.of());
        }
    }

    private SortedMap<DataCenterName, RegionName> regionsOfDataCenters() {
        SortedMap<DataCenterName, RegionName> all = new TreeMap<>();
        traffic.dataCenters()
                .items()
                .forEach(one -> all.put(
                        DataCenterName.of(one.metadata().name()), one.spec().region()));
        return all;
    }

    private Map<DataCenterName, Long> perSecond(DatabaseName database) {
        Set<ApplicationName> applications = traffic.applications().items().stream()
                .filter(one -> uses(one.spec(), database))
                .map(one -> ApplicationName.of(one.metadata().name()))
                .collect(Collectors.toSet());
        Map<DataCenterName, Long> all = new HashMap<>();
        PlanListing plans = traffic.plans(null).getBody();
        if (plans != null) {
            plans.items().stream()
                    .filter(plan -> applications.contains(plan.application()))
                    .flatMap(plan -> plan.loads().stream())
                    .forEach(load -> all.merge(load.dataCenter(), load.perSecond(), Long::sum));
        }
        return all;
    }

    private static boolean uses(ApplicationSpec application, DatabaseName database) {
        ApplicationSpec.DataNeeds data = application.data();
        return data != null && data.database().equals(database);
    }
}
