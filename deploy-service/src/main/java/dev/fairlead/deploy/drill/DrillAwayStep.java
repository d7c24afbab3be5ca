package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.contracts.traffic.Share;
import dev.fairlead.contracts.traffic.Standing;
import dev.fairlead.deploy.arrival.ArrivalWatch;
import dev.fairlead.deploy.arrival.Arrivals.Finding;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes one application's users out of the data center, and measures when nearly all of them have arrived elsewhere: by what data
 * planes count, or, where none counts, by the plan and the time for which answers given before last.
 */
@Component
final class DrillAwayStep implements Step<DrillInput> {

    static final String NAME = "move-away";

    private final DrillOrders orders;
    private final DrillWatch watch;
    private final ArrivalWatch arrivals;
    private final InstantSource clock;
    private final DrillTimes times;

    DrillAwayStep(DrillOrders orders, DrillWatch watch, ArrivalWatch arrivals, InstantSource clock, DrillTimes times) {
        this.orders = orders;
        this.watch = watch;
        this.arrivals = arrivals;
        this.clock = clock;
        this.times = times;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration timeout() {
        return times.order();
    }

    @Override
    public WayBack wayBack() {
        return WayBack.UNDO;
    }

    @Override
    public Readiness precondition(StepContext<DrillInput> context) {
        return switch (TrafficGate.mayDrain(orders.plan(context), dataCenter(context))) {
            case Readiness.Ready(Map<String, String> remembered) -> {
                Map<String, String> output = new HashMap<>(remembered);
                output.put(Measured.ORDERED_AT, clock.instant().toString());
                yield new Readiness.Ready(output);
            }
            case Readiness.NotYet(String failover) -> new Readiness.Refused(failover);
            case Readiness.Unneeded other -> other;
            case Readiness.Refused other -> other;
            case Readiness.NeedsOperator other -> other;
        };
    }

    @Override
    public Outcome act(StepContext<DrillInput> context) {
        orders.place(context);
        return Outcome.done("drain ordered");
    }

    @Override
    public Outcome check(StepContext<DrillInput> context) {
        Optional<String> broken = watch.reason(context);
        if (broken.isPresent()) {
            return new Outcome.Failed(broken.get());
        }
        Finding counted = arrivals.look(context.runId(), context.target(), dataCenter(context));
        RoutingPlan plan = orders.plan(context);
        Optional<String> users = TrafficGate.users(plan, dataCenter(context), clock.instant());
        if (users.isPresent()) {
            return new Outcome.NotYet(users.get());
        }
        return switch (counted) {
            case Finding.Early early -> new Outcome.NotYet("gets no share; what data planes count is awaited");
            case Finding.Untold untold -> arrived(expired(plan, context), Measured.BY_PLAN);
            case Finding.Told told -> told(told, context);
        };
    }

    private static Outcome told(Finding.Told told, StepContext<DrillInput> context) {
        Instant since = told.since();
        return since == null
                ? new Outcome.NotYet(
                        "%d of %d of what is counted arrives elsewhere".formatted(told.elsewhere(), Share.WHOLE))
                : arrived(later(since, context), Measured.BY_ARRIVALS);
    }

    private static Outcome arrived(Instant at, String source) {
        return new Outcome.Done(
                "users have arrived elsewhere, by the " + source,
                Map.of(Measured.REACHED_AT, at.toString(), Measured.SOURCE, source));
    }

    /** When what was answered before the plan had expired everywhere. */
    private static Instant expired(RoutingPlan plan, StepContext<DrillInput> context) {
        return plan.standings().stream()
                .filter(standing -> standing.dataCenter().equals(dataCenter(context)))
                .map(Standing::since)
                .map(since -> later(since.plusSeconds(plan.ttlSeconds()), context))
                .findFirst()
                .orElseThrow();
    }

    private static Instant later(Instant reached, StepContext<DrillInput> context) {
        Instant ordered = Instant.parse(context.output().getOrDefault(Measured.ORDERED_AT, reached.toString()));
        return reached.isBefore(ordered) ? ordered : reached;
    }

    @Override
    public Outcome undo(StepContext<DrillInput> context) {
        orders.end(context);
        return Outcome.done("drain ended");
    }

    @Override
    public Outcome checkUndone(StepContext<DrillInput> context) {
        return TrafficGate.restored(orders.plan(context), dataCenter(context), context.outputOf(NAME));
    }

    private static DataCenterName dataCenter(StepContext<DrillInput> context) {
        return context.input().spec().dataCenter();
    }
}
