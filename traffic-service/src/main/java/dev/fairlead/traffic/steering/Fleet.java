package dev.fairlead.traffic.steering;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Evacuation;
import dev.fairlead.contracts.traffic.Location;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data centers, in order of name, and where they are.
 *
 * @param evacuations when those that have such a rule count as lost
 * @param rtts what users of a country measured, in ms; it may have holes
 * @param capacities of those that have one, in requests per second of all applications together
 */
public record Fleet(
        Map<DataCenterName, Location> locations,
        Map<DataCenterName, Evacuation> evacuations,
        Map<String, Map<DataCenterName, Integer>> rtts,
        Map<DataCenterName, Long> capacities) {

    public Fleet {
        locations = Collections.unmodifiableMap(new TreeMap<>(locations));
        Map<DataCenterName, Evacuation> rules = requireNonNullElse(evacuations, Map.of()); // what older versions stored
        evacuations = Collections.unmodifiableMap(new TreeMap<>(rules));
        Map<String, Map<DataCenterName, Integer>> measured = requireNonNullElse(rtts, Map.of());
        rtts = Collections.unmodifiableMap(new TreeMap<>(measured));
        Map<DataCenterName, Long> known = requireNonNullElse(capacities, Map.of());
        capacities = Collections.unmodifiableMap(new TreeMap<>(known));
    }

    /** Where data centers as a whole take any number of requests. */
    public Fleet(
            Map<DataCenterName, Location> locations,
            Map<DataCenterName, Evacuation> evacuations,
            Map<String, Map<DataCenterName, Integer>> rtts) {
        this(locations, evacuations, rtts, Map.of());
    }

    /** Where nobody measured anything. */
    public Fleet(Map<DataCenterName, Location> locations, Map<DataCenterName, Evacuation> evacuations) {
        this(locations, evacuations, Map.of());
    }

    public Fleet(Map<DataCenterName, Location> locations) {
        this(locations, Map.of());
    }

    /** For those who go by geography: what is stored with their decisions is small. */
    public Fleet withoutRtts() {
        return rtts.isEmpty() ? this : new Fleet(locations, evacuations, Map.of(), capacities);
    }
}
