package dev.fairlead.traffic.steering;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.traffic.RoutingOverride;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to have been ordered, beside what was or in place of it.
 *
 * @param instead whether nothing of what was ordered counts
 * @param overrides each acts from when it was created until it expires
 */
public record SimulatedOrders(boolean instead, List<RoutingOverride> overrides) {

    /** What was recorded. */
    public static final SimulatedOrders NONE = new SimulatedOrders(false, List.of());

    /** Nobody's. */
    public static final SimulatedOrders NOBODYS = new SimulatedOrders(true, List.of());

    public SimulatedOrders {
        overrides = List.copyOf(overrides);
    }

    /** Those moments at which one begins or ends. */
    List<Instant> momentsBetween(Instant after, Instant before) {
        return overrides.stream()
                .flatMap(override -> Stream.of(override.createdAt(), override.expiresAt()))
                .filter(moment -> moment.isAfter(after) && moment.isBefore(before))
                .toList();
    }

    Orders at(Instant now, ApplicationName application, Orders recorded) {
        Orders others = instead ? Orders.NONE : recorded;
        List<RoutingOverride> acting = overrides.stream()
                .filter(override -> !now.isBefore(override.createdAt()) && override.actsOn(application, now))
                .toList();
        if (acting.isEmpty()) {
            return others;
        }
        List<RoutingOverride> all = new ArrayList<>(others.overrides());
        all.addAll(acting);
        return new Orders(all, others.releases());
    }
}
