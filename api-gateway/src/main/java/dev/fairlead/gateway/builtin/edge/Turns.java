package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Whose turn it is among the endpoints of an application in a data center, and how many requests went there. */
final class Turns {

    private final MeterRegistry meters;
    private final Map<Pool, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Map<Pool, Counter> counters = new ConcurrentHashMap<>();

    Turns(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The next of {@code count} endpoints, one after the other. */
    int next(ApplicationName application, DataCenterName dataCenter, int count) {
        AtomicInteger turn = turns.computeIfAbsent(new Pool(application, dataCenter), pool -> new AtomicInteger());
        return Math.floorMod(turn.getAndIncrement(), count);
    }

    /** Counts a request that was answered there: what the shares came to. */
    void count(ApplicationName application, DataCenterName dataCenter) {
        counters.computeIfAbsent(new Pool(application, dataCenter), this::counter)
                .increment();
    }

    private Counter counter(Pool pool) {
        return Counter.builder("fairlead.edge.requests")
                .description("requests that a data center answered through the built-in edge")
                .tag("application", pool.application().value())
                .tag("data_center", pool.dataCenter().value())
                .register(meters);
    }

    private record Pool(ApplicationName application, DataCenterName dataCenter) {}
}
