package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.OverrideRequest;
import dev.fairlead.contracts.traffic.RoutingOverride;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.arrival.ArrivalWatch;
import dev.fairlead.deploy.arrival.Arrivals.Finding;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.RunStep;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes one application's users out of the data center, and waits until what they were told before has expired and data planes count
 * nearly nobody there any more. Who goes on using an old answer all the same is not waited for longer than half of the step's time:
 * nobody can make him leave.
 */
@Component
final class MoveAwayStep implements Step<EvacuationInput> {

    /** The longest there is: until then somebody has given the data center back, or evacuates it again. */
    private static final int EXPIRY_MINUTES = (int) Duration.ofHours(72).toMinutes();

    private final TrafficApi traffic;
    private final ArrivalWatch arrivals;
    private final InstantSource clock;
    private final EvacuationTimes times;

    MoveAwayStep(TrafficApi traffic, ArrivalWatch arrivals, InstantSource clock, EvacuationTimes times) {
        this.traffic = traffic;
        this.arrivals = arrivals;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return "move-away";
    }

    @Override
    public Duration timeout() {
        return times.drain();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        order(context);
        return Outcome.done("drain ordered");
    }

    private void order(StepContext<EvacuationInput> context) {
        ApplicationName application = ApplicationName.of(context.target());
        OverrideRequest request = new OverrideRequest(
                RoutingOverride.Kind.DRAIN,
                application,
                dataCenter(context),
                "evacuation %s: %s"
                        .formatted(context.runId(), context.input().spec().reason()),
                EXPIRY_MINUTES);
        String id = EvacuationDrains.id(dataCenter(context), application);
        Map<String, String> capacity = context.run().steps().stream()
                .filter(step -> step.planned().name().equals(CapacityStep.NAME))
                .map(RunStep::output)
                .findFirst()
                .orElse(Map.of());
        String overruled = capacity.getOrDefault(CapacityStep.OVERRULED, "");
        if (overruled.isEmpty()) {
            traffic.override(id, context.runId(), context.epoch(), request);
        } else {
            traffic.override(
                    id,
                    context.runId(),
                    context.epoch(),
                    List.of(overruled.split(",")),
                    "approved by " + capacity.getOrDefault(CapacityStep.APPROVED_BY, "an operator"),
                    request);
        }
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        Finding counted = arrivals.look(context.runId(), context.target(), dataCenter(context));
        RoutingPlan plan = traffic.plan(context.target());
        Optional<String> users = TrafficGate.users(plan, dataCenter(context), clock.instant());
        if (users.isPresent()) {
            return new Outcome.NotYet(users.get());
        }
        return switch (counted) {
            case Finding.Early early -> new Outcome.NotYet("gets no share; what data planes count is awaited");
            case Finding.Told told when told.since() == null -> stay(Share.WHOLE - told.elsewhere(), context);
            case Finding.Told told -> TrafficGate.drained(plan, dataCenter(context));
            case Finding.Untold untold -> TrafficGate.drained(plan, dataCenter(context));
        };
    }

    private Outcome stay(int basisPoints, StepContext<EvacuationInput> context) {
        String figures = "gets no share; %d of %d of what is counted arrives there".formatted(basisPoints, Share.WHOLE);
        Instant since = context.run().steps().get(context.sequence() - 1).since();
        boolean patient =
                since != null && clock.instant().isBefore(since.plus(timeout().dividedBy(2)));
        return patient ? new Outcome.NotYet(figures) : Outcome.done(figures + " all the same");
    }

    @Override
    public Outcome undo(StepContext<EvacuationInput> context) {
        traffic.endOverride(
                EvacuationDrains.id(dataCenter(context), ApplicationName.of(context.target())),
                context.runId(),
                context.epoch());
        return Outcome.done("drain ended");
    }

    @Override
    public Outcome checkUndone(StepContext<EvacuationInput> context) {
        return TrafficGate.restored(traffic.plan(context.target()), dataCenter(context), Map.of());
    }

    private static DataCenterName dataCenter(StepContext<EvacuationInput> context) {
        return context.input().spec().dataCenter();
    }
}
