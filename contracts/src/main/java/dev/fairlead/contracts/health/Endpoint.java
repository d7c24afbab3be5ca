package dev.fairlead.contracts.health;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

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

    /** By hand, as is {@link #hashCode()}: it is the key of most maps, and what a record generates costs several times as much. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Endpoint that
                        && application.value().equals(that.application.value())
                        && dataCenter.value().equals(that.dataCenter.value())
                        && address.ip().equals(that.address.ip())
                        && address.port() == that.address.port());
    }

    @Override
    public int hashCode() {
        int names = 31 * application.value().hashCode() + dataCenter.value().hashCode();
        return 31 * (31 * names + address.ip().hashCode()) + address.port();
    }

    @Override
    public String toString() {
        return application + "/" + dataCenter + "/" + address;
    }
}
