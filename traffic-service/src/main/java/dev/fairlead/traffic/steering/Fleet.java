package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.Location;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The data centers, in order of name, and where they are. */
public record Fleet(Map<DataCenterName, Location> locations) {

    public Fleet {
        locations = Collections.unmodifiableMap(new TreeMap<>(locations));
    }
}
