package dev.fairlead.traffic.intent;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.Demand;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Fleet;
import dev.fairlead.traffic.steering.Orders;
import java.util.List;
import java.util.Map;

/**
 * All that operators want, as it was at one moment.
 *
 * @param version higher after each change, whoever read it
 * @param observed what data planes counted of the users of applications that go by it, in requests per second
 */
public record Intent(
        long version,
        Fleet fleet,
        List<Application> applications,
        Orders orders,
        Map<ApplicationName, Map<String, Long>> observed) {

    public Intent {
        observed = requireNonNullElse(observed, Map.of()); // what older versions tell
    }

    /** Where nobody counted anything. */
    public Intent(long version, Fleet fleet, List<Application> applications, Orders orders) {
        this(version, fleet, applications, orders, Map.of());
    }

    /** With other orders. */
    public Intent with(Orders others) {
        return new Intent(version, fleet, applications, others, observed);
    }

    /** What was counted of its users; nothing where it does not go by that. */
    public Map<String, Long> observed(Application application) {
        Demand demand = application.spec().demand();
        return demand != null && demand.observed() ? observed.getOrDefault(application.name(), Map.of()) : Map.of();
    }
}
