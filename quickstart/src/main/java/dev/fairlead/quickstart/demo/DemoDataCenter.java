package dev.fairlead.quickstart.demo;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.RegionName;
import dev.fairlead.contracts.traffic.Location;
import java.util.Arrays;
import java.util.Locale;

/** The three data centers, at the coordinates of well-known ones, each on a loopback address of its own. */
public enum DemoDataCenter {
    US_EAST("127.0.0.11", new Location(39.04, -77.49)),
    US_WEST("127.0.0.12", new Location(45.60, -121.18)),
    EU_WEST("127.0.0.13", new Location(53.35, -6.26));

    /** Where the primary of the database is: the first. */
    static final DemoDataCenter PRIMARY = US_EAST;

    private final String address;
    private final Location location;

    DemoDataCenter(String address, Location location) {
        this.address = address;
        this.location = location;
    }

    public DataCenterName dataCenter() {
        return DataCenterName.of(name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** The region that it names as its own, called the same. */
    public RegionName region() {
        return RegionName.of(dataCenter().value());
    }

    /** The data center in a region. */
    public static DataCenterName in(RegionName region) {
        return of(DataCenterName.of(region.value())).dataCenter();
    }

    String address() {
        return address;
    }

    public Location location() {
        return location;
    }

    static DemoDataCenter of(DataCenterName name) {
        return Arrays.stream(values())
                .filter(each -> each.dataCenter().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the demo has no data center " + name));
    }
}
