package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The applications with a pool in a data center, whoever depends on another before it: users leave it while what it needs still
 * serves there.
 */
final class DependencyOrder {

    private final Map<ApplicationName, ApplicationSpec> specs = new TreeMap<>();
    private final Set<ApplicationName> ordered = new LinkedHashSet<>();

    private DependencyOrder(List<Resource<ApplicationSpec>> applications) {
        applications.forEach(application ->
                specs.put(new ApplicationName(application.metadata().name()), application.spec()));
    }

    static List<ApplicationName> of(List<Resource<ApplicationSpec>> applications, DataCenterName dataCenter) {
        DependencyOrder order = new DependencyOrder(applications);
        order.specs.keySet().forEach(order::addNeedsFirst);
        List<ApplicationName> there = new ArrayList<>(order.ordered.stream()
                .filter(name -> order.hasPool(name, dataCenter))
                .toList());
        return there.reversed();
    }

    private void addNeedsFirst(ApplicationName name) {
        ApplicationSpec spec = specs.get(name);
        if (spec != null && !ordered.contains(name)) {
            spec.dependsOn().forEach(this::addNeedsFirst); // the traffic-service takes no cycles
            ordered.add(name);
        }
    }

    private boolean hasPool(ApplicationName name, DataCenterName dataCenter) {
        return specs.get(name).pools().stream().anyMatch(pool -> pool.dataCenter().equals(dataCenter));
    }
}
