package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.testing.lease.InMemoryLeases;
import dev.fairlead.testing.lease.LeaseContract;
import java.time.InstantSource;

/** What the tests of this package believe of leases is what the traffic-service keeps too. */
class InMemoryLeasesTests extends LeaseContract {

    private final InMemoryLeases leases = new InMemoryLeases(InstantSource.system());

    @Override
    protected LeaseApi leases() {
        return leases;
    }
}
