package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import dev.fairlead.runs.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * A rollout as a run: the data centers in the order of their waves, each of them drain → install → check → restore. Inside
 * a wave they go one after the other: two at once would have to agree on who is left to serve. One rollout of an
 * application at a time.
 */
@Component
public final class RolloutKind implements RunKind<RolloutSpec> {

    private final List<Step<RolloutSpec>> steps;

    RolloutKind(DrainStep drain, InstallStep install, CheckStep check, RestoreStep restore) {
        this.steps = List.of(drain, install, check, restore);
    }

    static DataCenterName target(StepContext<RolloutSpec> context) {
        return DataCenterName.of(context.target());
    }

    @Override
    public String name() {
        return "rollout";
    }

    @Override
    public Class<RolloutSpec> inputType() {
        return RolloutSpec.class;
    }

    @Override
    public List<PlannedStep> plan(RolloutSpec spec) {
        List<PlannedStep> planned = new ArrayList<>();
        for (List<DataCenterName> wave : spec.waves()) {
            for (DataCenterName dataCenter : wave) {
                steps.forEach(step -> planned.add(PlannedStep.of(step, dataCenter.value())));
            }
        }
        return planned;
    }

    @Override
    public Step<RolloutSpec> step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a rollout has no step " + name));
    }
}
