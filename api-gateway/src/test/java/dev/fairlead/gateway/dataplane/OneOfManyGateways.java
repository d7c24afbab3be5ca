package dev.fairlead.gateway.dataplane;

import dev.fairlead.bus.Event;
import dev.fairlead.bus.InMemoryEventBus;
import dev.fairlead.contracts.Topic;
import dev.fairlead.contracts.traffic.LeaseApi;
import dev.fairlead.contracts.traffic.RoutingPlan;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** One of several gateways that reach the same data plane: its plans, its lease and its loop. It can be cut off from the leases. */
public final class OneOfManyGateways implements AutoCloseable {

    private static final Duration TTL = Duration.ofMillis(900);
    private static final Duration OBSERVE_EVERY = Duration.ofMillis(300);

    private final InMemoryEventBus bus = new InMemoryEventBus();
    private final PlanTable plans;
    private final DataPlaneLoop<?> loop;
    private volatile List<RoutingPlan> said = List.of();
    private volatile boolean cutOff;

    public OneOfManyGateways(String name, DataPlane<?> plane, LeaseApi leases) {
        InstantSource clock = InstantSource.system();
        this.plans = new PlanTable(null, bus, Duration.ofSeconds(30), clock, () -> said);
        LeaseApi reached = request -> {
            if (cutOff) {
                throw new IllegalStateException("no way to the traffic-service");
            }
            return leases.lease(request);
        };
        Turns turns = new LeasedTurns("us-east/" + plane.name(), name, reached, TTL);
        this.loop = loop(plane, turns, clock);
    }

    private <S> DataPlaneLoop<S> loop(DataPlane<S> plane, Turns turns, InstantSource clock) {
        return new DataPlaneLoop<>(
                plane,
                plans,
                turns,
                DataPlaneLoop.Hand.PUSHES,
                DnsCorrection.NONE,
                OBSERVE_EVERY,
                clock,
                (name, plan, lag) -> {});
    }

    public void hears(RoutingPlan... decided) {
        said = List.of(decided);
        bus.publish(new Event(Topic.PLANS.name(), "plans"));
    }

    public DataPlaneStatus.Standing standing() {
        return loop.status().standing();
    }

    public void cutOff(boolean isCutOff) {
        cutOff = isCutOff;
    }

    /** Ends it as {@code kill -9} does: it gives nothing up. */
    public void kill() {
        cutOff = true;
        close();
    }

    @Override
    public void close() {
        loop.close();
        plans.close();
    }
}
