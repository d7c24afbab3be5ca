package dev.fairlead.traffic.steering;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.contracts.health.Transition;
import dev.fairlead.contracts.health.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Verdicts as they would have been, in place of those that were recorded. Of an endpoint of which nothing is told, and before the
 * first that is told, what was recorded stays.
 */
public final class SimulatedVerdicts {

    /** What was recorded. */
    public static final SimulatedVerdicts NONE = new SimulatedVerdicts(List.of());

    private final Map<Endpoint, NavigableMap<Instant, Transition>> told;

    /** @param transitions in any order */
    public SimulatedVerdicts(List<Transition> transitions) {
        this.told = transitions.stream()
                .collect(groupingBy(
                        Transition::endpoint,
                        toMap(Transition::at, each -> each, (former, latter) -> latter, TreeMap::new)));
    }

    boolean none() {
        return told.isEmpty();
    }

    /** Those moments at which one became another. */
    List<Instant> momentsBetween(Instant after, Instant before) {
        return told.values().stream()
                .flatMap(changes -> changes.subMap(after, false, before, false).keySet().stream())
                .toList();
    }

    List<Verdict> at(Instant now, List<Verdict> recorded) {
        return recorded.stream().map(verdict -> at(now, verdict)).toList();
    }

    private Verdict at(Instant now, Verdict recorded) {
        NavigableMap<Instant, Transition> changes = told.get(recorded.endpoint());
        Map.Entry<Instant, Transition> last = changes == null ? null : changes.floorEntry(now);
        if (last == null) {
            return recorded;
        }
        Transition is = last.getValue();
        return new Verdict(recorded.endpoint(), is.to(), is.at(), is.proof(), is.reason(), List.of());
    }
}
