package dev.fairlead.quickstart.story;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The same through several regions, and whether they agree. */
record Views(List<View> all) {

    Views {
        all = List.copyOf(all);
    }

    Views without(RegionName region) {
        return new Views(
                all.stream().filter(view -> !view.name().equals(region)).toList());
    }

    /** Where each region sends these clients. */
    Map<RegionName, Pictures> look(Function<View, Users> users, List<Client> clients) {
        Map<RegionName, Pictures> seen = new TreeMap<>();
        all.forEach(view -> seen.put(view.name(), users.apply(view).look(clients)));
        return seen;
    }

    /** The plans of each region; none where it does not tell. */
    Map<RegionName, List<RoutingPlan>> plans() {
        Map<RegionName, List<RoutingPlan>> plans = new TreeMap<>();
        all.forEach(view -> plans.put(view.name(), Patience.first(view::plans).orElse(List.of())));
        return plans;
    }

    @Override
    public String toString() {
        return Agreement.names(all.stream().map(View::name).toList());
    }
}
