package dev.fairlead.gateway.dataplane;

import dev.fairlead.gateway.dataplane.DataPlaneLoop.Hand;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;

/** One loop for each data plane, and one beside it that reads its counters, from the time the process is up until it goes. */
final class DataPlaneLoops implements SmartLifecycle {

    private final List<DataPlane<?>> planes;
    private final PlanTable plans;
    private final Function<DataPlane<?>, Turns> turns;
    private final DataPlaneProperties properties;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final List<LookListener> listeners;
    private final DnsCorrection correction;
    private volatile List<Kept> kept = List.of();

    DataPlaneLoops(
            List<DataPlane<?>> planes,
            PlanTable plans,
            Function<DataPlane<?>, Turns> turns,
            DataPlaneProperties properties,
            InstantSource clock,
            MeterRegistry meters,
            List<LookListener> listeners,
            DnsCorrection correction) {
        this.planes = List.copyOf(planes);
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
    }

    /** A data plane with its two loops. */
    private record Kept(DataPlaneLoop<?> loop, Counting counting) {

        DataPlaneStatus status() {
            return counting.shownIn(loop.status());
        }

        void close() {
            counting.close();
            loop.close();
        }
    }

    @Override
    public void start() {
        List<Kept> started = new ArrayList<>();
        for (DataPlane<?> plane : planes) {
            Turns ofOne = turns.apply(plane);
            started.add(new Kept(
                    start(plane, ofOne),
                    new Counting(plane, plans, ofOne, listening(plane), properties.observeEvery(), clock, meters)));
        }
        kept = List.copyOf(started);
    }

    /** One that several gateways reach and none pushes to would be told of by each of them. */
    private List<LookListener> listening(DataPlane<?> plane) {
        return plane.shared() && properties.observes(plane.name()) ? List.of() : listeners;
    }

    private <S> DataPlaneLoop<S> start(DataPlane<S> plane, Turns ofOne) {
        Timer timer = Timer.builder("fairlead.dataplane.obeyed")
                .description("from a decision to the verified answer of the data plane")
                .tag("plane", plane.name())
                .publishPercentileHistogram()
                .register(meters);
        return new DataPlaneLoop<>(
                plane,
                plans,
                ofOne,
                properties.observes(plane.name()) ? Hand.OBSERVES : Hand.PUSHES,
                correction,
                properties.observeEvery(),
                clock,
                (name, plan, lag) -> timer.record(lag));
    }

    /** In order of registration. */
    List<DataPlaneStatus> statuses() {
        return kept.stream().map(Kept::status).toList();
    }

    Optional<DataPlaneStatus> status(String name) {
        return statuses().stream().filter(status -> status.name().equals(name)).findFirst();
    }

    @Override
    public void stop() {
        List<Kept> ending = kept;
        kept = List.of();
        ending.forEach(Kept::close);
    }

    @Override
    public boolean isRunning() {
        return !kept.isEmpty();
    }
}
