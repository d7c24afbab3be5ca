package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.gateway.choice.AudienceMatch;
import dev.fairlead.gateway.choice.PlaceLookup;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How many requests users asked for since this process began, whatever became of them: what demand is made of. */
final class Counted {

    private final PlaceLookup places;
    private final Map<Asking, LongAdder> requests = new ConcurrentHashMap<>();

    Counted(PlaceLookup places) {
        this.places = places;
    }

    void count(RoutingPlan plan, InetAddress client) {
        AudienceMatch.of(plan.audiences(), client, places)
                .map(match -> new Asking(plan.application(), match.asking()))
                .ifPresent(asking -> requests.computeIfAbsent(asking, first -> new LongAdder())
                        .increment());
    }

    Map<Asking, Long> all() {
        Map<Asking, Long> all = new HashMap<>();
        requests.forEach((asking, count) -> all.put(asking, count.sum()));
        return all;
    }

    /** Users of an application. */
    record Asking(ApplicationName application, String audience) {}
}
