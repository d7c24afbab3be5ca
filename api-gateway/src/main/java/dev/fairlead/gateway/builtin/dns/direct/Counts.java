package dev.fairlead.gateway.builtin.dns.direct;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import java.util.concurrent.atomic.LongAdder;

/** How many answers sent somebody to a data center. */
@FunctionalInterface
public interface Counts {

    LongAdder of(ApplicationName application, DataCenterName dataCenter);
}
