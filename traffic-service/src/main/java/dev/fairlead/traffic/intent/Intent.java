package dev.fairlead.traffic.intent;

import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.util.List;

/**
 * All that operators want, as it was at one moment.
 *
 * @param version higher after each change, whoever read it
 */
public record Intent(long version, Fleet fleet, List<Application> applications, Orders orders) {}
