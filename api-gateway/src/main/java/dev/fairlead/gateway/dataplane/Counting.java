package dev.fairlead.gateway.dataplane;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a data plane counted, as often as its loop looks but beside it, so that no push ever waits for it. That this fails is
 * told and does no other harm.
 */
final class Counting implements AutoCloseable {

    private final DataPlane<?> plane;
    private final PlanTable plans;
    private final Turns turns;
    private final List<LookListener> listeners;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Loop loop;
    private @Nullable Reading last;
    private RecentTraffic recent = RecentTraffic.NONE;
    private volatile @Nullable ObservedTraffic observed;
    private volatile @Nullable String unread;

    /** @param turns closed by somebody else */
    Counting(
            DataPlane<?> plane,
            PlanTable plans,
            Turns turns,
            List<LookListener> listeners,
            Duration every,
            InstantSource clock,
            MeterRegistry meters) {
        this.plane = plane;
        this.plans = plans;
        this.turns = turns;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
        this.meters = meters;
        this.loop = Loop.start("counters-" + plane.name(), every, this::read);
    }

    /** What was read at one moment, and the plans then in force. */
    private record Reading(Instant at, List<Tally> tallies, List<RoutingPlan> plans) {}

    DataPlaneStatus shownIn(DataPlaneStatus status) {
        return status.counting(observed, unread);
    }

    private Pass read() {
        List<Tally> tallies;
        try {
            tallies = plane.tallies();
        } catch (RuntimeException e) {
            String reason = e instanceof DataPlaneException ? String.valueOf(e.getMessage()) : e.toString();
            unread = reason;
            return new Pass.Retry(reason);
        }
        unread = null;
        Reading now = new Reading(clock.instant(), tallies, plans.plans().orElse(List.of()));
        Reading before = last;
        last = now;
        if (before != null && !(before.tallies().isEmpty() && tallies.isEmpty())) {
            take(new Look(before.at(), now.at(), Growth.between(before.tallies(), tallies)), before, now);
        }
        return new Pass.Settled();
    }

    private void take(Look look, Reading before, Reading now) {
        recent = recent.and(look, before.plans(), now.plans());
        observed = recent.observed();
        recent.looks().getLast().requests().forEach((pool, requests) -> {
            counter("requests", "what a data plane sent to a data center", pool).increment(requests.all());
            counter("failures", "what failed there for the data plane", pool).increment(requests.failed());
        });
        if (turns.now() instanceof Turn.Own) {
            listeners.forEach(listener -> listener.looked(plane, look));
        }
    }

    private Counter counter(String what, String description, RecentTraffic.Pool pool) {
        return Counter.builder("fairlead.dataplane." + what)
                .description(description)
                .tag("plane", plane.name())
                .tag("application", pool.application().value())
                .tag("data_center", pool.dataCenter().value())
                .register(meters);
    }

    @Override
    public void close() {
        loop.close();
    }
}
