package dev.fairlead.gateway.gdnsd;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What gdnsd is told of each data center of each resource, as lines of its {@code admin_state} file such as
 * {@code geoip/www/us-east => DOWN/60}. Two are equal when their lines are; the answers to expect only follow from the plans.
 */
final class ForcedStates {

    static final ForcedStates NONE = new ForcedStates(List.of(), new TreeMap<>());

    private final List<String> lines;
    private final SortedMap<String, Expected> expected;

    /** @param expected by resource */
    private ForcedStates(Collection<String> lines, SortedMap<String, Expected> expected) {
        this.lines = lines.stream().sorted().toList();
        this.expected = Collections.unmodifiableSortedMap(expected);
    }

    /** @param resources by application; plans of others do not count */
    static ForcedStates desired(List<RoutingPlan> plans, Map<String, String> resources) {
        List<String> lines = new ArrayList<>();
        SortedMap<String, Expected> expected = new TreeMap<>();
        for (RoutingPlan plan : plans) {
            String resource = resources.get(plan.application().value());
            if (resource == null) {
                continue;
            }
            Set<DataCenterName> up = Choice.of(plan).up();
            for (Standing standing : plan.standings()) {
                lines.add("%s/%s => %s/%d"
                        .formatted(
                                resource,
                                standing.dataCenter(),
                                up.contains(standing.dataCenter()) ? "UP" : "DOWN",
                                plan.ttlSeconds()));
            }
            expected.put(resource, Expected.of(plan, up));
        }
        return new ForcedStates(lines, expected);
    }

    /** Lines as they were found. */
    static ForcedStates held(Collection<String> lines) {
        return new ForcedStates(lines, new TreeMap<>());
    }

    /** Without those of a resource that is not answered so. */
    ForcedStates without(String resource) {
        return held(
                lines.stream().filter(line -> !line.startsWith(resource + "/")).toList());
    }

    List<String> lines() {
        return lines;
    }

    /** What a line is about: {@code geoip/www/us-east}. */
    static String key(String line) {
        int end = line.indexOf(" =>");
        return end < 0 ? line : line.substring(0, end);
    }

    /** What may be answered, by resource. */
    SortedMap<String, Expected> expected() {
        return expected;
    }

    /** The resources whose answers may have changed since {@code before}; all of them when nothing changed. */
    Collection<String> toAsk(ForcedStates before) {
        List<String> changed = expected.keySet().stream()
                .filter(resource -> !linesOf(resource).equals(before.linesOf(resource)))
                .toList();
        return changed.isEmpty() ? expected.keySet() : changed;
    }

    private List<String> linesOf(String resource) {
        return lines.stream().filter(line -> line.startsWith(resource + "/")).toList();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ForcedStates that && lines.equals(that.lines);
    }

    @Override
    public int hashCode() {
        return lines.hashCode();
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
