package dev.fairlead.traffic.plan;

import static java.util.Objects.requireNonNullElse;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.ApplicationSpec;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.service.problem.Problem;
import dev.fairlead.traffic.steering.Application;
import dev.fairlead.traffic.steering.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders of a simulation as the overrides that they would have been. One that could have done nothing is refused: it would look
 * obeyed.
 */
final class GivenOrders {

    private static final String AUTHOR = "simulation";
    private static final String REASON = "simulated order";

    private final Instant from;
    private final Instant end;
    private final Application application;
    private final Set<DataCenterName> dataCenters = new HashSet<>();
    private final Set<DataCenterName> pools = new HashSet<>();

    /**
     * @param recorded what was decided on in the period, at least one
     * @param spec the application as it is to have been; absent: as it was
     */
    GivenOrders(Instant from, Instant end, List<Situation> recorded, @Nullable ApplicationSpec spec) {
        this.from = from;
        this.end = end;
        this.application = recorded.getLast().application();
        for (Situation situation : recorded) {
            dataCenters.addAll(situation.fleet().locations().keySet());
            requireNonNullElse(spec, situation.application().spec())
                    .pools()
                    .forEach(pool -> pools.add(pool.dataCenter()));
        }
    }

    List<RoutingOverride> overrides(List<Ordered> orders) {
        List<RoutingOverride> overrides = new ArrayList<>();
        for (int i = 0; i < orders.size(); i++) {
            overrides.add(override(i, orders.get(i)));
        }
        return overrides;
    }

    private RoutingOverride override(int index, Ordered order) {
        String pointer = "/orders/" + index;
        checkPlace(order.dataCenter(), pointer + "/dataCenter");
        Instant begin = requireNonNullElse(order.from(), from);
        Instant over = requireNonNullElse(order.to(), end);
        if (!begin.isBefore(end)) {
            throw Problem.invalid(
                    "INVALID_VALUE", pointer + "/from", "from is %s, the period ends at %s".formatted(begin, end));
        }
        if (!over.isAfter(from)) {
            throw Problem.invalid(
                    "INVALID_VALUE", pointer + "/to", "to is %s, the period begins at %s".formatted(over, from));
        }
        if (!over.isAfter(begin)) {
            throw Problem.invalid(
                    "INVALID_VALUE", pointer + "/to", "to is %s, the order begins at %s".formatted(over, begin));
        }
        return new RoutingOverride(
                "simulated-" + index,
                order.kind().ofOverride(),
                application.name(),
                order.dataCenter(),
                REASON,
                AUTHOR,
                begin,
                over);
    }

    private void checkPlace(DataCenterName name, String pointer) {
        if (!dataCenters.contains(name)) {
            throw Problem.invalid("UNKNOWN_DATA_CENTER", pointer, "there was no data center " + name);
        }
        if (!pools.contains(name)) {
            throw Problem.invalid("NO_POOL_THERE", pointer, "the application has no pool in " + name);
        }
    }
}
