package dev.fairlead.health.target;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.DataCenterSpec;
import dev.fairlead.contracts.traffic.TrafficApi;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What operators wrote, as far as probing depends on it. */
record Intent(List<Resource<ApplicationSpec>> applications, List<Resource<DataCenterSpec>> dataCenters) {

    /** Applications first: a data center is written before the applications in it, so that none is missing. */
    static Intent read(TrafficApi traffic) {
        List<Resource<ApplicationSpec>> applications = traffic.applications().items();
        return new Intent(applications, traffic.dataCenters().items());
    }

    /** Every endpoint of every pool, sorted; those in a data center that is not there are left out. */
    List<Target> targets() {
        Map<DataCenterName, RegionName> regions = dataCenters.stream()
                .collect(toUnmodifiableMap(
                        dataCenter -> DataCenterName.of(dataCenter.metadata().name()),
                        dataCenter -> dataCenter.spec().region()));
        return applications.stream()
                .flatMap(application -> targets(application, regions))
                .distinct()
                .sorted(Comparator.comparing(Target::endpoint))
                .toList();
    }

    private static Stream<Target> targets(
            Resource<ApplicationSpec> application, Map<DataCenterName, RegionName> regions) {
        ApplicationName name = ApplicationName.of(application.metadata().name());
        ApplicationSpec spec = application.spec();
        return spec.pools().stream().flatMap(pool -> {
            RegionName region = regions.get(pool.dataCenter());
            return region == null
                    ? Stream.empty()
                    : pool.endpoints().stream()
                            .map(address -> new Target(
                                    new Endpoint(name, pool.dataCenter(), address),
                                    spec.host(),
                                    spec.healthCheck(),
                                    region));
        });
    }
}
