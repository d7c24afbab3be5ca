package dev.fairlead.gateway.builtin.edge;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.health.Endpoint;
import dev.fairlead.gateway.dataplane.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Whose turn it is among the endpoints of an application in a data center, how many requests went there, and how many failed. */
final class Turns {

    private final MeterRegistry meters;
    private final Map<Pool, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final Map<Pool, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Endpoint, Sent> sent = new ConcurrentHashMap<>();

    Turns(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The next of {@code count} endpoints, one after the other. */
    int next(ApplicationName application, DataCenterName dataCenter, int count) {
        AtomicInteger turn = turns.computeIfAbsent(new Pool(application, dataCenter), pool -> new AtomicInteger());
        return Math.floorMod(turn.getAndIncrement(), count);
    }

    /** Counts a request that was answered there: what the shares came to. */
    void answered(ApplicationName application, Attempt attempt) {
        counters.computeIfAbsent(new Pool(application, attempt.dataCenter()), this::counter)
                .increment();
        sent(application, attempt).requests().increment();
    }

    /** Counts a request that the endpoint let fail. */
    void failed(ApplicationName application, Attempt attempt) {
        Sent sent = sent(application, attempt);
        sent.requests().increment();
        sent.failures().increment();
    }

    private Sent sent(ApplicationName application, Attempt attempt) {
        return sent.computeIfAbsent(
                new Endpoint(application, attempt.dataCenter(), attempt.endpoint()),
                first -> new Sent(new LongAdder(), new LongAdder()));
    }

    /** All since this process began. */
    List<Tally> tallies() {
        return sent.entrySet().stream()
                .map(entry -> new Tally(
                        entry.getKey().application(),
                        entry.getKey().dataCenter(),
                        entry.getKey().address(),
                        entry.getValue().requests().sum(),
                        entry.getValue().failures().sum(),
                        false))
                .toList();
    }

    private Counter counter(Pool pool) {
        return Counter.builder("fairlead.edge.requests")
                .description("requests that a data center answered through the built-in edge")
                .tag("application", pool.application().value())
                .tag("data_center", pool.dataCenter().value())
                .register(meters);
    }

    /** What was sent to an endpoint. */
    private record Sent(LongAdder requests, LongAdder failures) {}

    private record Pool(ApplicationName application, DataCenterName dataCenter) {}
}
