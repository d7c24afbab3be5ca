package dev.fairlead.contracts.health;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.Comparator;

/** One address of an application in one data center: what is probed. */
public record Endpoint(ApplicationName application, DataCenterName dataCenter, EndpointAddress address)
        implements Comparable<Endpoint> {

    private static final Comparator<Endpoint> ORDER = Comparator.comparing(Endpoint::application)
            .thenComparing(Endpoint::dataCenter)
            .thenComparing(Endpoint::address);

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return application + "/" + dataCenter + "/" + address;
    }
}
