package dev.fairlead.gateway.arrival;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.gateway.dataplane.DataPlane;
import dev.fairlead.gateway.dataplane.Growth;
import dev.fairlead.gateway.dataplane.Look;
import dev.fairlead.gateway.dataplane.LookListener;
import java.util.HashMap;
import java.util.Map;

/** How many requests arrived where since this gateway began to look, by the data planes that see requests: those that answer DNS do not. */
final class Arrived implements LookListener {

    private final Map<Destination, Long> requests = new HashMap<>();

    @Override
    public synchronized void looked(DataPlane<?> plane, Look look) {
        if (plane.corrected()) {
            return;
        }
        look.growth().stream()
                .map(Growth::counted)
                .forEach(more -> requests.merge(
                        new Destination(more.application(), more.dataCenter()), more.requests(), Long::sum));
    }

    synchronized Map<Destination, Long> all() {
        return Map.copyOf(requests);
    }

    /** Where requests of an application arrive. */
    record Destination(ApplicationName application, DataCenterName dataCenter) {}
}
