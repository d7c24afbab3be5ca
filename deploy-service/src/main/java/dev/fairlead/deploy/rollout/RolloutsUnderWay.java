package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.Runs;
import dev.fairlead.runs.StepState;
import dev.fairlead.runs.StepView;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What rollouts are doing to the traffic now. */
@Component
public final class RolloutsUnderWay {

    private static final int NEWEST = 1_000;

    private final ObjectProvider<Runs> runs;
    private final RolloutKind kind;

    RolloutsUnderWay(ObjectProvider<Runs> runs, RolloutKind kind) {
        this.runs = runs;
        this.kind = kind;
    }

    /** The rollouts that keep users out of a data center, in words. */
    public List<String> draining() {
        List<String> draining = new ArrayList<>();
        for (RunView run : runs.getObject().list(kind, NEWEST)) {
            for (StepView step : run.steps()) {
                if (!run.state().ended() && step.name().equals(DrainStep.NAME) && keepsUsersOut(step, run)) {
                    draining.add("rollout %s of %s in %s".formatted(run.id(), run.subject(), step.target()));
                }
            }
        }
        return draining;
    }

    /** The rollouts that have not ended and are for this data center too, in words. */
    public List<String> in(DataCenterName dataCenter) {
        return runs.getObject().list(kind, NEWEST).stream()
                .filter(run -> !run.state().ended())
                .filter(run ->
                        run.steps().stream().anyMatch(step -> step.target().equals(dataCenter.value())))
                .map(run -> "rollout %s of %s".formatted(run.id(), run.subject()))
                .toList();
    }

    private static boolean keepsUsersOut(StepView drain, RunView run) {
        boolean begun = drain.state() != StepState.PENDING
                && drain.state() != StepState.UNDONE
                && drain.state() != StepState.SKIPPED;
        boolean givenBack = run.steps().stream()
                .anyMatch(step -> step.name().equals(RestoreStep.NAME)
                        && step.target().equals(drain.target())
                        && step.state() == StepState.DONE);
        return begun && !givenBack;
    }
}
