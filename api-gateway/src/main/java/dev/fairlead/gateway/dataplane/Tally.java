package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.EndpointAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a data plane has counted of an application in a data center since the server started. Totals that fell are those of a server
 * that was restarted, and count from 0: nobody is ever sent back.
 *
 * @param endpoint absent where the data plane does not tell endpoints apart
 * @param requests that went there, or answers that named it
 * @param failures requests, connections and checks of its own that failed there
 * @param ejected whether the data plane by itself sends the endpoint nothing now
 */
public record Tally(
        ApplicationName application,
        DataCenterName dataCenter,
        @Nullable EndpointAddress endpoint,
        long requests,
        long failures,
        boolean ejected) {

    /** Each counter once: what several say of the same is added up, and ejected by one is ejected. */
    public static List<Tally> summed(Collection<Tally> parts) {
        Map<Counter, Tally> sums = new LinkedHashMap<>();
        parts.forEach(part -> sums.merge(part.counter(), part, Tally::plus));
        return List.copyOf(sums.values());
    }

    private Tally plus(Tally other) {
        return at(requests + other.requests, failures + other.failures, ejected || other.ejected);
    }

    /** The same counter with other figures. */
    public Tally at(long otherRequests, long otherFailures, boolean otherEjected) {
        return new Tally(application, dataCenter, endpoint, otherRequests, otherFailures, otherEjected);
    }

    public Counter counter() {
        return new Counter(application, dataCenter, endpoint);
    }

    /** What is counted. */
    public record Counter(
            ApplicationName application,
            DataCenterName dataCenter,
            @Nullable EndpointAddress endpoint) {}
}
