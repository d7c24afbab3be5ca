package dev.fairlead.replication.takeover;

import dev.fairlead.runs.PlannedStep;
import dev.fairlead.runs.RunKind;
import dev.fairlead.runs.Step;
import java.util.List;
import org.springframework.stereotype.Component;

/** The unplanned move of a primary as a run. One run moves a database's primary at a time, planned or not. */
@Component
final class TakeoverKind implements RunKind<MoveInput> {

    static final String GROUP = "move";
    static final String NAME = "takeover";

    private final List<Step<MoveInput>> steps;

    TakeoverKind(
            SuspectStep suspect,
            ServeReadOnlyStep serveReadOnly,
            DecideStep decide,
            FenceStep fence,
            SealStep seal,
            ChooseStep choose,
            TakeOverStep takeOver,
            SharedEnding ending) {
        this.steps = ending.after(List.of(suspect, serveReadOnly, decide, fence, seal, choose, takeOver));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Class<MoveInput> inputType() {
        return MoveInput.class;
    }

    @Override
    public List<PlannedStep> plan(MoveInput input) {
        return steps.stream()
                .map(step -> PlannedStep.of(step, input.database().value()))
                .toList();
    }

    @Override
    public Step<MoveInput> step(String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a takeover has no step " + name));
    }
}
