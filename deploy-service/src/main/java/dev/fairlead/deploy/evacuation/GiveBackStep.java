package dev.fairlead.deploy.evacuation;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.traffic.RestoreRequest;
import dev.fairlead.contracts.traffic.TrafficApi;
import dev.fairlead.deploy.gate.TrafficGate;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Gives one application's users back: ends the drain, and releases the hold that an outage left. */
@Component
final class GiveBackStep implements Step<EvacuationInput> {

    private final TrafficApi traffic;
    private final EvacuationTimes times;

    GiveBackStep(TrafficApi traffic, EvacuationTimes times) {
        this.traffic = traffic;
        this.times = times;
    }

    @Override
    public String name() {
        return "give-back";
    }

    @Override
    public Duration timeout() {
        return times.giveBack();
    }

    @Override
    public Outcome act(StepContext<EvacuationInput> context) {
        ApplicationName application = ApplicationName.of(context.target());
        DataCenterName dataCenter = context.input().spec().dataCenter();
        traffic.endOverride(EvacuationDrains.id(dataCenter, application), context.runId(), context.epoch());
        traffic.restore(new RestoreRequest(
                application,
                dataCenter,
                "run %s: %s".formatted(context.runId(), context.input().spec().reason())));
        return Outcome.done("drain ended");
    }

    @Override
    public Outcome check(StepContext<EvacuationInput> context) {
        return TrafficGate.restored(
                traffic.plan(context.target()), context.input().spec().dataCenter(), Map.of());
    }
}
