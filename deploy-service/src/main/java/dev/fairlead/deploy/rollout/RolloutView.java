package dev.fairlead.deploy.rollout;

import dev.fairlead.contracts.ApplicationName;
import dev.fairlead.contracts.DataCenterName;
import dev.fairlead.contracts.deploy.RolloutSpec;
import dev.fairlead.runs.Question;
import dev.fairlead.runs.RunState;
import dev.fairlead.runs.RunView;
import dev.fairlead.runs.StepView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rollout on the wire.
 *
 * @param id also the id of its run
 * @param message one sentence on what it does or why it does nothing
 * @param question what it waits for an operator to approve; absent while it waits for nobody
 */
record RolloutView(
        String id,
        ApplicationName application,
        String version,
        RunState state,
        String message,
        @Nullable Question question,
        String author,
        Instant createdAt,
        Instant updatedAt,
        List<Wave> waves) {

    record Wave(List<DataCenterProgress> dataCenters) {}

    record DataCenterProgress(DataCenterName dataCenter, List<StepView> steps) {}

    static RolloutView of(RunView run, RolloutSpec spec) {
        return new RolloutView(
                run.id(),
                spec.application(),
                spec.version(),
                run.state(),
                run.message(),
                run.question(),
                run.author(),
                run.createdAt(),
                run.updatedAt(),
                spec.waves().stream().map(wave -> wave(run, wave)).toList());
    }

    private static Wave wave(RunView run, List<DataCenterName> dataCenters) {
        return new Wave(dataCenters.stream()
                .map(dataCenter -> new DataCenterProgress(
                        dataCenter,
                        run.steps().stream()
                                .filter(step -> step.target().equals(dataCenter.value()))
                                .toList()))
                .toList());
    }
}
