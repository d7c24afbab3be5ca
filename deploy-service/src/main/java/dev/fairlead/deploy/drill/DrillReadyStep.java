package dev.fairlead.deploy.drill;

import dev.fairlead.deploy.rollout.RolloutsUnderWay;
import dev.fairlead.runs.Outcome;
import dev.fairlead.runs.Readiness;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Looks before anything is done. A rollout that got in first is left alone: the drill is for another day. */
@Component
final class DrillReadyStep implements Step<DrillInput> {

    private final DrillObstacles obstacles;
    private final RolloutsUnderWay rollouts;
    private final DrillTimes times;

    DrillReadyStep(DrillObstacles obstacles, RolloutsUnderWay rollouts, DrillTimes times) {
        this.obstacles = obstacles;
        this.rollouts = rollouts;
        this.times = times;
    }

    @Override
    public String name() {
        return "ready";
    }

    @Override
    public Duration timeout() {
        return times.check();
    }

    @Override
    public Readiness precondition(StepContext<DrillInput> context) {
        List<String> found = obstacles.of(context.input());
        return found.isEmpty() ? Readiness.ready() : new Readiness.Refused(String.join("; ", found));
    }

    @Override
    public Outcome act(StepContext<DrillInput> context) {
        return Outcome.done("no rollout takes another data center");
    }

    @Override
    public Outcome check(StepContext<DrillInput> context) {
        List<String> draining = rollouts.draining();
        return draining.isEmpty()
                ? Outcome.done("nothing stands in the way")
                : new Outcome.Failed(String.join("; ", draining));
    }
}
