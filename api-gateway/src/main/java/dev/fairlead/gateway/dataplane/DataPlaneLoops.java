package dev.fairlead.gateway.dataplane;

import dev.fairlead.gateway.dataplane.DataPlaneLoop.Hand;
import dev.fairlead.loop.Loop;
import dev.fairlead.loop.Pass;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * One loop for each data plane, and one beside it that reads its counters, from the time the process is up until it goes: for those
 * that are configured, and beside them for those that are registered at the time.
 */
final class DataPlaneLoops implements SmartLifecycle {

    private final List<DataPlane<?>> planes;
    private final Registrations registrations;
    private final RegisteredPlanes registered;
    private final PlanTable plans;
    private final Function<DataPlane<?>, Turns> turns;
    private final DataPlaneProperties properties;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final List<LookListener> listeners;
    private final DnsCorrection correction;
    private volatile List<TwoLoops> loops = List.of();
    private volatile @Nullable Loop following;

    /** @param turns of those that are pushed to */
    DataPlaneLoops(
            List<DataPlane<?>> planes,
            DataPlaneKinds kinds,
            Registrations registrations,
            PlanTable plans,
            Function<DataPlane<?>, Turns> turns,
            DataPlaneProperties properties,
            InstantSource clock,
            MeterRegistry meters,
            List<LookListener> listeners,
            DnsCorrection correction) {
        this.planes = List.copyOf(planes);
        this.registrations = registrations;
        this.plans = plans;
        this.turns = turns;
        this.properties = properties;
        this.clock = clock;
        this.meters = meters;
        this.listeners = List.copyOf(listeners);
        this.correction = correction;
        Set<String> names = new HashSet<>();
        for (DataPlane<?> plane : planes) {
            if (!names.add(plane.name())) {
                throw new IllegalStateException("two data planes are called " + plane.name());
            }
        }
        for (String observed : properties.observeOnly()) {
            if (!names.contains(observed)) {
                throw new IllegalStateException(
                        "fairlead.gateway.observe-only names %s, but no data plane is called so".formatted(observed));
            }
        }
        this.registered = new RegisteredPlanes(kinds, names, (plane, hand) -> start(plane, hand), clock);
    }

    @Override
    public void start() {
        List<TwoLoops> started = new ArrayList<>();
        for (DataPlane<?> plane : planes) {
            started.add(start(plane, properties.observes(plane.name()) ? Hand.OBSERVES : Hand.PUSHES));
        }
        loops = List.copyOf(started);
        Loop loop = Loop.start("registered-data-planes", properties.observeEvery(), this::follow);
        registrations.onChange(loop::wake);
        following = loop;
    }

    private Pass follow() {
        registered.follow(registrations.ofThisRegion());
        return new Pass.Settled();
    }

    private TwoLoops start(DataPlane<?> plane, Hand hand) {
        Turns ofOne = hand == Hand.PUSHES ? turns.apply(plane) : Turns.ALWAYS;
        return new TwoLoops(
                start(plane, hand, ofOne),
                new Counting(plane, plans, ofOne, listening(plane, hand), properties.observeEvery(), clock, meters));
    }

    /** One that several gateways reach and none pushes to would be told of by each of them. */
    private List<LookListener> listening(DataPlane<?> plane, Hand hand) {
        return plane.shared() && hand == Hand.OBSERVES ? List.of() : listeners;
    }

    private <S> DataPlaneLoop<S> start(DataPlane<S> plane, Hand hand, Turns ofOne) {
        Timer timer = Timer.builder("fairlead.dataplane.obeyed")
                .description("from a decision to the verified answer of the data plane")
                .tag("plane", plane.name())
                .publishPercentileHistogram()
                .register(meters);
        return new DataPlaneLoop<>(
                plane,
                plans,
                ofOne,
                hand,
                correction,
                properties.observeEvery(),
                clock,
                (name, plan, lag) -> timer.record(lag));
    }

    /** Those that are configured in order of their beans, then those that are registered by name. */
    List<DataPlaneStatus> statuses() {
        return Stream.concat(loops.stream().map(TwoLoops::status), registered.statuses().stream())
                .toList();
    }

    @Override
    public void stop() {
        Loop follower = following;
        following = null;
        if (follower != null) {
            follower.close();
        }
        registered.close();
        List<TwoLoops> ending = loops;
        loops = List.of();
        ending.forEach(TwoLoops::close);
    }

    @Override
    public boolean isRunning() {
        return following != null;
    }
}
