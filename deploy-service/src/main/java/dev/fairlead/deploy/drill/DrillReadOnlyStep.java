package dev.fairlead.deploy.drill;

import dev.fairlead.contracts.traffic.RoutingPlan;
import dev.fairlead.deploy.drill.rule.Obstacles;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import dev.fairlead.runs.WayBack;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Orders that nobody writes to one application there, and measures when its plan says so. */
@Component
final class DrillReadOnlyStep implements Step<DrillInput> {

    static final String NAME = "read-only";

    private final DrillOrders orders;
    private final DrillWatch watch;
    private final InstantSource clock;
    private final DrillTimes times;

    DrillReadOnlyStep(DrillOrders orders, DrillWatch watch, InstantSource clock, DrillTimes times) {
        this.orders = orders;
        this.watch = watch;
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
        return new Readiness.Ready(Map.of(Measured.ORDERED_AT, clock.instant().toString()));
    }

    @Override
    public Outcome act(StepContext<DrillInput> context) {
        orders.place(context);
        return Outcome.done("read-only ordered");
    }

    @Override
    public Outcome check(StepContext<DrillInput> context) {
        Optional<String> broken = watch.reason(context);
        if (broken.isPresent()) {
            return new Outcome.Failed(broken.get());
        }
        return isReadOnly(context)
                ? new Outcome.Done(
                        "nobody writes there, by the plan",
                        Map.of(Measured.REACHED_AT, clock.instant().toString(), Measured.SOURCE, Measured.BY_PLAN))
                : new Outcome.NotYet("still takes writes");
    }

    @Override
    public Outcome undo(StepContext<DrillInput> context) {
        orders.end(context);
        return Outcome.done("read-only order ended");
    }

    @Override
    public Outcome checkUndone(StepContext<DrillInput> context) {
        return isReadOnly(context)
                ? new Outcome.NotYet("is read-only by order")
                : Outcome.done("is not read-only by order any more");
    }

    private boolean isReadOnly(StepContext<DrillInput> context) {
        RoutingPlan plan = orders.plan(context);
        return plan.standings().stream()
                .anyMatch(standing ->
                        standing.dataCenter().equals(context.input().spec().dataCenter())
                                && Obstacles.isReadOnlyByOrder(standing));
    }
}
