package dev.fairlead.contracts.traffic;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DatabaseName;
import dev.fairlead.contracts.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * In which order primaries are moved where not all can be at once: whatever more applications need before what fewer do, at first
 * or second hand. A database that the applications of another one need so goes before that one.
 */
public final class DatabaseOrder {

    private final Map<ApplicationName, ApplicationSpec> specs = new HashMap<>();
    private final Map<DatabaseName, List<ApplicationName>> on = new HashMap<>();

    private DatabaseOrder(List<Resource<ApplicationSpec>> applications) {
        for (Resource<ApplicationSpec> application : applications) {
            ApplicationName name = new ApplicationName(application.metadata().name());
            ApplicationSpec.DataNeeds data = application.spec().data();
            specs.put(name, application.spec());
            if (data != null) {
                on.computeIfAbsent(data.database(), database -> new ArrayList<>())
                        .add(name);
            }
        }
    }

    /** Of two that as many need, the first by name. */
    public static Comparator<DatabaseName> of(List<Resource<ApplicationSpec>> applications) {
        DatabaseOrder order = new DatabaseOrder(applications);
        Map<DatabaseName, Integer> needed = new HashMap<>();
        for (ApplicationName name : order.specs.keySet()) {
            order.neededBy(name).forEach(database -> needed.merge(database, 1, Integer::sum));
        }
        return Comparator.comparing((DatabaseName database) -> needed.getOrDefault(database, 0))
                .reversed()
                .thenComparing(Comparator.naturalOrder());
    }

    /** Applications on one database are as one: they wait for what any of them needs. */
    private Set<DatabaseName> neededBy(ApplicationName name) {
        Set<DatabaseName> databases = new HashSet<>();
        Set<ApplicationName> seen = new HashSet<>();
        Deque<ApplicationName> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            ApplicationName next = open.pop();
            ApplicationSpec spec = specs.get(next);
            if (spec == null || !seen.add(next)) {
                continue;
            }
            open.addAll(spec.dependsOn());
            ApplicationSpec.DataNeeds data = spec.data();
            if (data != null && databases.add(data.database())) {
                open.addAll(on.getOrDefault(data.database(), List.of()));
            }
        }
        return databases;
    }
}
