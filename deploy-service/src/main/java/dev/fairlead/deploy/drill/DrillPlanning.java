package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.Resource;
import dev.fairlead.contracts.deploy.DrillSpec;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.evacuation.DependencyOrder;
import dev.fairlead.service.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Who takes part in a drill, and in which order. */
@Component
final class DrillPlanning {

    private final TrafficApi traffic;

    DrillPlanning(TrafficApi traffic) {
        this.traffic = traffic;
    }

    DrillInput input(DrillSpec spec) {
        requireDataCenter(spec.dataCenter());
        List<Resource<ApplicationSpec>> resources = traffic.applications().items();
        Map<ApplicationName, ApplicationSpec> applications = resources.stream()
                .collect(Collectors.toMap(
                        resource -> ApplicationName.of(resource.metadata().name()), Resource::spec));
        List<ApplicationName> there = DependencyOrder.of(resources, spec.dataCenter());
        ApplicationName only = spec.application();
        if (only != null && !applications.containsKey(only)) {
            throw Problem.invalid("UNKNOWN_APPLICATION", "/application", "there is no application " + only);
        }
        List<ApplicationName> going =
                there.stream().filter(name -> only == null || name.equals(only)).toList();
        if (going.isEmpty()) {
            throw Problem.invalid(
                    "NOTHING_TO_DRILL",
                    "/dataCenter",
                    only == null
                            ? "no application has a pool in " + spec.dataCenter()
                            : "%s has no pool in %s".formatted(only, spec.dataCenter()));
        }
        return new DrillInput(
                spec, going.stream().map(name -> part(name, applications)).toList());
    }

    private static DrillInput.Part part(ApplicationName name, Map<ApplicationName, ApplicationSpec> applications) {
        ApplicationSpec spec = applications.get(name);
        ApplicationSpec.DataNeeds data = spec == null ? null : spec.data();
        return new DrillInput.Part(name, data == null ? null : data.database());
    }

    private void requireDataCenter(DataCenterName dataCenter) {
        boolean exists = traffic.dataCenters().items().stream()
                .anyMatch(resource -> resource.metadata().name().equals(dataCenter.value()));
        if (!exists) {
            throw Problem.invalid("UNKNOWN_DATA_CENTER", "/dataCenter", "there is no data center " + dataCenter);
        }
    }
}
