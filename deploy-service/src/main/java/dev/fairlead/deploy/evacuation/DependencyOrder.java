package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The applications with a pool in a data center, whoever depends on another before it: users leave it while what it needs still
 * serves there.
 */
public final class DependencyOrder {

    private final Map<ApplicationName, ApplicationSpec> specs = new TreeMap<>();
    private final SequencedMap<ApplicationName, ApplicationSpec> ordered = new LinkedHashMap<>();

    private DependencyOrder(List<Resource<ApplicationSpec>> applications) {
        applications.forEach(application ->
                specs.put(new ApplicationName(application.metadata().name()), application.spec()));
    }

    public static List<ApplicationName> of(List<Resource<ApplicationSpec>> applications, DataCenterName dataCenter) {
        DependencyOrder order = new DependencyOrder(applications);
        order.specs.keySet().forEach(order::addNeedsFirst);
        return order.ordered.reversed().entrySet().stream()
                .filter(application -> hasPool(application.getValue(), dataCenter))
                .map(Map.Entry::getKey)
                .toList();
    }

    private void addNeedsFirst(ApplicationName name) {
        ApplicationSpec spec = specs.get(name);
        if (spec != null && !ordered.containsKey(name)) {
            spec.dependsOn().forEach(this::addNeedsFirst); // the traffic-service takes no cycles
            ordered.put(name, spec);
        }
    }

    private static boolean hasPool(ApplicationSpec spec, DataCenterName dataCenter) {
        return spec.pools().stream().anyMatch(pool -> pool.dataCenter().equals(dataCenter));
    }
}
