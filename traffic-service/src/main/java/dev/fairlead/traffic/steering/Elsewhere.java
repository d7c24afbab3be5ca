package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Standing;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the application's data centers stand in the plans of the other regions, and of the other replicas of this one, that were
 * heard lately and are not cut off themselves. They are facts about what happened there, an outage or stale data, never shares to be copied.
 *
 * @param isolated whether this region hears no majority of the regions
 * @param standings by region or replica, each list in order of data center
 */
public record Elsewhere(boolean isolated, Map<String, List<Standing>> standings) {

    /** There is nobody else, or nobody else has a plan of the application. */
    public static final Elsewhere NOWHERE = new Elsewhere(false, Map.of());

    public Elsewhere {
        standings = Collections.unmodifiableMap(new TreeMap<>(standings));
    }

    /** The data center's standing with each of them that has one. */
    Map<String, Standing> of(DataCenterName dataCenter) {
        if (standings.isEmpty()) {
            return Map.of();
        }
        Map<String, Standing> found = new TreeMap<>();
        standings.forEach((witness, list) -> {
            Standing standing = in(list, dataCenter);
            if (standing != null) {
                found.put(witness, standing);
            }
        });
        return found;
    }

    /** Absent: none of these is the data center's. */
    static @Nullable Standing in(List<Standing> inOrder, DataCenterName dataCenter) {
        int low = 0;
        int high = inOrder.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = inOrder.get(middle).dataCenter().compareTo(dataCenter);
            if (order == 0) {
                return inOrder.get(middle);
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return null;
    }
}
