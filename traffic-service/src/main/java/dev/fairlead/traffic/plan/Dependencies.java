package dev.fairlead.traffic.plan;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.traffic.steering.Application;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** In which order applications are decided: after those that they depend on. */
final class Dependencies {

    private final Map<ApplicationName, Application> all;
    private final Set<ApplicationName> seen = new HashSet<>();
    private final List<Application> ordered = new ArrayList<>();

    private Dependencies(List<Application> applications) {
        this.all = applications.stream().collect(Collectors.toMap(Application::name, Function.identity()));
    }

    /** Two that depend on each other, which no region lets anybody write, are decided in the order given. */
    static List<Application> first(List<Application> applications) {
        if (applications.stream()
                .allMatch(application -> application.spec().dependsOn().isEmpty())) {
            return applications;
        }
        Dependencies dependencies = new Dependencies(applications);
        applications.forEach(dependencies::visit);
        return dependencies.ordered;
    }

    private void visit(Application application) {
        if (!seen.add(application.name())) {
            return;
        }
        for (ApplicationName dependency : application.spec().dependsOn()) {
            Application found = all.get(dependency);
            if (found != null) {
                visit(found);
            }
        }
        ordered.add(application);
    }
}
