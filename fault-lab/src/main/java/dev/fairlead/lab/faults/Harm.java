package dev.fairlead.lab.faults;

import dev.fairlead.contracts.RegionName;
import dev.fairlead.quickstart.demo.Service;
import java.time.Instant;

/**
 * A disabling fault as checkers have to know it: from its beginning until all has recovered, its target need not do its
 * work. Faults that slow down excuse nothing.
 *
 * @param since when it began
 */
public record Harm(Fault fault, Instant since) {

    boolean toRegion(RegionName region) {
        return fault.target() instanceof Target.Region(RegionName name) && name.equals(region);
    }

    boolean toLink(RegionName one, RegionName other) {
        return fault.target() instanceof Target.Between(RegionName a, RegionName b)
                && (a.equals(one) && b.equals(other) || a.equals(other) && b.equals(one));
    }

    boolean toGateway(RegionName region) {
        return fault.target() instanceof Target.Gateway(RegionName name) && name.equals(region);
    }

    /** Whether it befalls what a region decides with. */
    boolean toDecider(RegionName region) {
        return fault.target() instanceof Target.OneService(RegionName name, Service service)
                && name.equals(region)
                && (service == Service.TRAFFIC || service == Service.HEALTH);
    }
}
