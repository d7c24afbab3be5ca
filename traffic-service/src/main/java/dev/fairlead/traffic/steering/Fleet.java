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
 */
public record Fleet(Map<DataCenterName, Location> locations, Map<DataCenterName, Evacuation> evacuations) {

    public Fleet {
        locations = Collections.unmodifiableMap(new TreeMap<>(locations));
        Map<DataCenterName, Evacuation> rules = requireNonNullElse(evacuations, Map.of()); // what older versions stored
        evacuations = Collections.unmodifiableMap(new TreeMap<>(rules));
    }

    public Fleet(Map<DataCenterName, Location> locations) {
        this(locations, Map.of());
    }
}
